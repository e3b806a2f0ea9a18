/** Implements F4, AC-16. How dead letters read on the console. Pure. */
import type { components } from '../../libs/service-client/src/api.types.js';
import type { DeadLetter } from './dead-letters.client.js';

type Moment = components['schemas']['Notification']['timeline'][number];

const KIND_WIDTH = 12;
const WHY_WIDTH = 17;
const FIELD_WIDTH = 10;

/** One line: when, what, which, why, of whom. */
export function deadLetterLine(letter: DeadLetter): string {
  const [why, what] =
    letter.kind === 'notification'
      ? [letter.reason, `${letter.type} by ${letter.channel}, order ${letter.orderId}`]
      : [letter.code, `${letter.topic} ${letter.partition}:${letter.offset}  ${letter.message}`];
  return [wholeSeconds(letter.at), letter.kind.padEnd(KIND_WIDTH), letter.id, why.padEnd(WHY_WIDTH), what].join('  ');
}

/** All that is known of one, a field a line; of a notification, also what was tried. */
export function deadLetterText(letter: DeadLetter, timeline: readonly Moment[] = []): string {
  const fields = Object.entries(letter).map(([name, value]) => `${name.padEnd(FIELD_WIDTH)}  ${value ?? '–'}`);
  const moments = timeline.map(
    ({ at, event, detail }) => `  ${wholeSeconds(at)}  ${event}${detail === null ? '' : `: ${detail}`}`,
  );
  return [...fields, ...(moments.length === 0 ? [] : ['', ...moments])].join('\n');
}

/** `2026-11-22 10:21:03Z` */
function wholeSeconds(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)}Z`;
}
