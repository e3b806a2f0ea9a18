/** For `node --import`: runs the TypeScript as it is, compiled as Jest compiles it, so that processes of ours need no build first. */
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
