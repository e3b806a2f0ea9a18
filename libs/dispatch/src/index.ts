export * from './directory.service.js';
export * from './dispatch.announcer.js';
export * from './dispatch.metrics.js';
export * from './dispatch.module.js';
export * from './dispatch.service.js';
export * from './dispatch.writer.js';
export * from './erasure-ledger.js';
export * from './key-rotation.js';
