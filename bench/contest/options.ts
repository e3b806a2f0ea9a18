import { parseArgs } from 'node:util';
import { CASES, type CaseName } from './cases.js';
import { CONTENDERS, type ContenderName } from './contenders.js';

export interface ContestOptions {
  readonly rounds: number;
  /** How long a measured load takes at least. */
  readonly seconds: number;
  readonly cases: readonly CaseName[];
  readonly contenders: readonly ContenderName[];
  readonly isProfiled: boolean;
}

/** @throws RangeError naming what is not known */
export function parseOptions(): ContestOptions {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '30' },
      cases: { type: 'string', default: Object.keys(CASES).join() },
      contenders: { type: 'string', default: Object.keys(CONTENDERS).join() },
      profile: { type: 'boolean', default: false },
    },
  });
  return {
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    cases: namesIn(CASES, values.cases),
    contenders: namesIn(CONTENDERS, values.contenders),
    isProfiled: values.profile,
  };
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (!(number >= 1)) throw new RangeError(`--${name} takes a number from 1 on.`);
  return number;
}

function namesIn<T extends object>(table: T, list: string): (keyof T)[] {
  const names = list.split(',');
  const unknown = names.filter((name) => !Object.hasOwn(table, name));
  if (unknown.length > 0) {
    throw new RangeError(`There is no ${unknown.join(', ')}; there are ${Object.keys(table).join(', ')}.`);
  }
  return names as (keyof T)[];
}
