/** In place of libs/database/src/repositories/figure.repository.ts: nothing is written. */
export const addFigures = (): void => undefined;

export const writeFigures = (): Promise<void> => Promise.resolve();
