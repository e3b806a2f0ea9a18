/** Seeds of the tests that draw at random: printed, and taken back from the environment to run the same again. */

/** @param variable environment variable that fixes the seed */
export function drawSeed(variable: string): number {
  const given = process.env[variable];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  if (!Number.isSafeInteger(seed)) throw new Error(`${variable} must be a whole number`);
  process.stderr.write(`${variable}=${seed}\n`);
  return seed;
}
