/** For `node --import`: everything can run without figures. */
import { register } from 'node:module';

register('./uncounted-modules.js', import.meta.url);
