/** For `node --import`: everything can run without sealing. */
import { register } from 'node:module';

register('./unsealed-modules.js', import.meta.url);
