import { drawSeed } from './seed.js';

/** @returns a shuffle that draws from `SHUFFLE_SEED`, for the tests of one file */
export function seededShuffle(): <T>(items: readonly T[]) => T[] {
  const fraction = mulberry32(drawSeed('SHUFFLE_SEED'));
  return (items) =>
    items
      .map((item) => ({ item, at: fraction() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
}

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c, in the public domain. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
