import { InitialSchema1763800000000 } from './1763800000000-initial-schema.js';

/** In the order in which they are applied. */
export const MIGRATIONS = [InitialSchema1763800000000];
