/** `npm run bench:sealing`: what sealing and keys add to the cost of a notification; see `in-turns.ts`. Exit 1 above 10 %. */
import { describeError } from '../infra/launcher.error.js';
import { compareInTurns } from './in-turns.js';

compareInTurns({
  ...{ name: 'sealing', with: 'sealed', without: 'unsealed', hooks: 'unsealed.js' },
  isWith: ({ readable }) => !readable,
  /** "Under 10 % of the cost of a notification." */
  most: 1.1,
}).then(
  (isCheap) => process.exit(isCheap ? 0 : 1),
  (error: unknown) => {
    console.error(describeError(error));
    process.exit(1);
  },
);
