/** Implements N6. What is wrong with an environment, and what in it nobody reads though it looks as if it were meant for us. */
import { settingsOf, tryOutSettings } from '#runtime';
import { OF_LIBRARIES, type Program } from './programs.js';

export interface EnvironmentReport {
  /** One line each: the fault, and in brackets who has it. No values. */
  readonly faults: readonly string[];
  /** One line each. */
  readonly warnings: readonly string[];
}

/**
 * @param checked whose settings have to be right
 * @param all whose names are known
 * @param env default: the process's environment
 */
export function checkEnvironment(
  checked: readonly Program[],
  all: readonly Program[],
  env?: Readonly<Record<string, string | undefined>>,
): EnvironmentReport {
  const trials = checked.map(({ name, settings }) => ({ name, ...tryOutSettings(settings, env) }));
  const who = new Map<string, string[]>();
  for (const { name, faults } of trials) {
    for (const fault of faults) who.set(fault, [...(who.get(fault) ?? []), name]);
  }
  const unread = trials.map((trial) => new Set(trial.unread));
  const names = [...(unread[0] ?? [])].filter((name) => unread.every((each) => each.has(name)));
  const known = new Set(all.flatMap(({ settings }) => settingsOf(settings).map(({ name }) => name)));
  return {
    faults: [...who].map(([fault, programs]) => `${fault} (${programs.join(', ')})`),
    warnings: names.sort().flatMap((name) => warningOf(name, known) ?? []),
  };
}

/** @returns undefined for a setting of ours, and for what has nothing to do with us */
function warningOf(name: string, known: ReadonlySet<string>): string | undefined {
  const [bare, suffix] = name.endsWith('_FILE') ? [name.slice(0, -'_FILE'.length), '_FILE'] : [name, ''];
  if (known.has(name) || known.has(bare) || OF_LIBRARIES.includes(name)) return undefined;
  const meant = nearest(bare, known);
  if (meant !== undefined) return `${name} is no setting of any app: is ${meant}${suffix} meant?`;
  return hasFamily(bare, known) ? `${name} is no setting of any app` : undefined;
}

/** Shorter names are near to many, such as PORT to PATH. */
const SHORTEST_TYPO = 6;
const MOST_EDITS = 2;

function nearest(name: string, known: ReadonlySet<string>): string | undefined {
  if (name.length < SHORTEST_TYPO) return undefined;
  const near = [...known]
    .filter((each) => each.length >= SHORTEST_TYPO)
    .map((each) => ({ each, edits: editsBetween(plain(name), plain(each)) }))
    .filter(({ edits }) => edits <= MOST_EDITS)
    .sort((a, b) => a.edits - b.edits);
  return near[0]?.each;
}

/** Case and separators are what is got wrong most. */
const plain = (name: string) => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

/** Whether several settings begin with the same word, such as KAFKA. One alone, such as EVENT, says little. */
function hasFamily(name: string, known: ReadonlySet<string>): boolean {
  const word = /^[A-Za-z]+_/.exec(name)?.[0].toUpperCase();
  return word !== undefined && [...known].filter((each) => each.startsWith(word)).length > 1;
}

/** Letters to insert, delete or replace (Levenshtein). */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
