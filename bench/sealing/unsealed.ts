/** In place of libs/privacy/src/sealing.ts: the content as it is. */
import * as sealing from '../../libs/privacy/src/sealing.js';
import { either } from '../in-turns/part.js';

export * from '../../libs/privacy/src/sealing.js';

export const seal = either(sealing.seal, (_key, plaintext) => Buffer.from(plaintext as string));

export const open = either(sealing.open, (_key, stored) => stored);
