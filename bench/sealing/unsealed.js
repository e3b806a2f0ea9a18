/** For `node --import`: everything runs without sealing. */
import { register } from 'node:module';

register('./unsealed-modules.js', import.meta.url);
