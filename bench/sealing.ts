/** `npm run bench:sealing`: what sealing and keys add to the cost of a notification; see `in-turns.ts`. Exit 1 from 10 %, 2 without a result. */
import { describeError } from '../infra/launcher.error.js';
import { compareInTurns } from './in-turns.js';
import { EXIT_CODES } from './in-turns/verdict.js';

compareInTurns({
  ...{ name: 'sealing', with: 'sealed', without: 'unsealed', hooks: 'unsealed.js' },
  isWith: ({ readable }) => !readable,
  /** "Under 10 % of the cost of a notification." */
  most: 1.1,
}).then(
  (verdict) => process.exit(EXIT_CODES[verdict]),
  (error: unknown) => {
    console.error(describeError(error));
    process.exit(1);
  },
);
