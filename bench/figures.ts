/**
 * `npm run bench:figures`: what figures add to the cost of a notification: writing them, and adding them up (once a round, which is far more often than once
 * a minute: larger rounds come nearer to the truth). See `in-turns.ts`. Exit 1 from 5 %, 2 without a result.
 */
import { describeError } from '../infra/launcher.error.js';
import { compareInTurns } from './in-turns.js';
import { EXIT_CODES } from './in-turns/verdict.js';

compareInTurns({
  ...{ name: 'figures', with: 'counted', without: 'uncounted', hooks: 'uncounted.js' },
  isWith: ({ counted }) => counted > 0,
  /** "Under 5 % of throughput." */
  most: 1.05,
}).then(
  (verdict) => process.exit(EXIT_CODES[verdict]),
  (error: unknown) => {
    console.error(describeError(error));
    process.exit(1);
  },
);
