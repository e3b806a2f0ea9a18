/** In place of libs/database/src/repositories/figure.repository.ts: nothing is written. */
import * as figures from '../../libs/database/src/repositories/figure.repository.js';
import { either } from '../in-turns/part.js';

export const addFigures = either(figures.addFigures, () => undefined);

export const writeFigures = either(figures.writeFigures, () => Promise.resolve());
