export * from './contact.js';
export * from './evidence.js';
export * from './notification-rules.js';
export * from './plan-notifications.js';
export * from './quiet-hours.js';
export * from './customer-locale.js';
export * from './retry-schedule.js';
export * from './transitions.js';
