export * from './notification-service.js';
export { NoAnswerError, type Problem, type ProblemCode, ProblemError } from './problem.error.js';
export type { RetryOptions } from './retrying-fetch.js';
