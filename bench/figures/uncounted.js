/** For `node --import`: everything runs without figures. */
import { register } from 'node:module';

register('./uncounted-modules.js', import.meta.url);
