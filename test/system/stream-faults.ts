/** What devices were given, held against the inboxes of their customers. */
import type { PageLog } from './stream-device.js';
import type { Skipped, StreamConnection } from './stream-wire.js';

/** A message of an inbox, as its row has it. */
export interface InboxPosition {
  readonly id: string;
  readonly seq: number;
}

/**
 * A page is shown everything after the position it started from: in order, once.
 * @param inbox of its customer, whole
 * @returns what is wrong, in words
 */
export function faultsOfPage({ startedAfter, shown, skipped }: PageLog, inbox: readonly InboxPosition[]): string[] {
  const seqs = new Set(shown.map(({ seq }) => seq));
  const missing = inbox.filter(({ seq }) => seq > startedAfter && !seqs.has(seq) && !isCovered(seq, skipped));
  return [
    ...missing.map(({ seq }) => `position ${seq} never came`),
    ...repeated(shown, startedAfter),
    ...strangers(shown, inbox),
  ];
}

/**
 * A connection goes on where the device said it stands: nothing is left out, nothing comes again. It may end anywhere.
 * Where the device said nothing, what it is given first is not judged.
 */
export function faultsOfConnection(
  { lastSeq, given, skipped }: Pick<StreamConnection, 'lastSeq' | 'given' | 'skipped'>,
  inbox: readonly InboxPosition[],
): string[] {
  const last = given.at(-1)?.seq ?? 0;
  const seqs = new Set(given.map(({ seq }) => seq));
  const leftOut = inbox.filter(
    ({ seq }) => lastSeq !== null && lastSeq < seq && seq < last && !seqs.has(seq) && !isCovered(seq, skipped),
  );
  return [
    ...leftOut.map(({ seq }) => `position ${seq} was left out after ${lastSeq ?? 0}`),
    ...repeated(given, lastSeq ?? 0),
    ...strangers(given, inbox),
  ];
}

const isCovered = (position: number, skipped: readonly Skipped[]): boolean =>
  skipped.some(({ afterSeq, beforeSeq }) => afterSeq < position && position < beforeSeq);

function repeated(messages: readonly InboxPosition[], startedAfter: number): string[] {
  return messages.flatMap(({ seq }, i) => {
    const before = messages[i - 1]?.seq ?? startedAfter;
    return seq > before ? [] : [`position ${seq} came after ${before}`];
  });
}

function strangers(messages: readonly InboxPosition[], inbox: readonly InboxPosition[]): string[] {
  const ids = new Map(inbox.map(({ id, seq }) => [seq, id]));
  return messages
    .filter(({ id, seq }) => ids.get(seq) !== id)
    .map(({ id, seq }) => `${id} came as position ${seq}, which is not its own`);
}
