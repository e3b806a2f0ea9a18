// @ts-nocheck -- bridge until jest.config.js names the .js file
export { default } from './criteria-reporter.js';
