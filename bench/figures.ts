/** `npm run bench:figures`: what writing figures adds to the cost of a notification; see `in-turns.ts`. Exit 1 above 5 %. */
import { describeError } from '../infra/launcher.error.js';
import { compareInTurns } from './in-turns.js';

compareInTurns({
  ...{ name: 'figures', with: 'counted', without: 'uncounted', hooks: 'uncounted.js' },
  isWith: ({ counted }) => counted > 0,
  /** "Under 5 % of throughput." */
  most: 1.05,
}).then(
  (isCheap) => process.exit(isCheap ? 0 : 1),
  (error: unknown) => {
    console.error(describeError(error));
    process.exit(1);
  },
);
