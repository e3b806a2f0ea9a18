/**
 * Implements N6. `npm run config:check [-- --app <name>]`, in the image `dist/apps/config-check.js [--app <name>]`: what is wrong with the environment,
 * without starting anything. Exit code 1 where there are faults; names that look misspelt are warned of.
 */
import { parseArgs } from 'node:util';
import { checkEnvironment } from './environment-check.js';
import { PROGRAMS, type Program } from './programs.js';

/** @returns the exit code */
function main(): number {
  const programs = chosen();
  if (programs === undefined) return 1;
  const { faults, warnings } = checkEnvironment(programs, PROGRAMS);
  for (const line of faults) say(line);
  for (const line of warnings) say(`warning: ${line}`);
  if (faults.length === 0) say(`Settings are in order: ${programs.map(({ name }) => name).join(', ')}`);
  return faults.length === 0 ? 0 : 1;
}

/** @returns undefined, having said so, when there is no such program */
function chosen(): readonly Program[] | undefined {
  const { app } = parseArgs({ options: { app: { type: 'string' } } }).values;
  if (app === undefined) return PROGRAMS;
  const program = PROGRAMS.find(({ name }) => name === app);
  if (program !== undefined) return [program];
  say(`There is no app ${app}, but ${PROGRAMS.map(({ name }) => name).join(', ')}`);
  return undefined;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = main();
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code?.startsWith('ERR_PARSE_ARGS') !== true) throw error;
  say(message);
  process.exitCode = 1;
}
