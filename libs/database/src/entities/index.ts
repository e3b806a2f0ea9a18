import * as directory from './directory.entities.js';
import * as notification from './notification.entities.js';
import * as preference from './preference.entities.js';
import * as work from './work.entities.js';

export * from './directory.entities.js';
export * from './notification.entities.js';
export * from './preference.entities.js';
export * from './work.entities.js';

export const ENTITIES = Object.values({ ...preference, ...directory, ...notification, ...work });
