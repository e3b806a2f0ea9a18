export * from './assignment.js';
export * from './channel-sender.js';
export * from './delivery.module.js';
export * from './delivery.service.js';
export * from './delivery.settings.js';
export * from './nudges.controller.js';
export * from './outcome.js';
export * from './slots.js';
