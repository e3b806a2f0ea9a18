import type { Channel, NotificationStatus } from '#contracts';
import { CHANNEL_NAMES, seconds, words } from './delivery-line.js';
import type { NotificationRow } from './demo.repository.js';
import { groupBy } from './group-by.js';
import type { Paint } from './palette.js';
import type { Publication } from './script.js';

/** What a run came to. */
export interface RunResult {
  readonly publications: readonly Publication['kind'][];
  readonly rows: readonly NotificationRow[];
  /** Messages of this run that the providers accepted. */
  readonly accepted: number;
  readonly differences: readonly string[];
}

const CHANNELS = ['email', 'sms', 'in_app'] as const satisfies readonly Channel[];
const KIND_NAMES = {
  event: 'new',
  stale: 'too old',
  repeated: 'repeated',
  unknown: 'of an unknown type',
  malformed: 'malformed',
} as const satisfies Record<Publication['kind'], string>;
const MOST_DIFFERENCES = 30;
const LABEL_WIDTH = 15;
const TEXT_WIDTH = 90;

/** The closing lines of a demo. */
export function summaryLines(result: RunResult, paint: Paint): string[] {
  const { publications, rows, differences } = result;
  return [
    paint('bold', 'Summary'),
    line('Events', `${publications.length} published: ${tally(publications.map((kind) => KIND_NAMES[kind]))}`),
    line('Notifications', `${rows.length}; ${acceptedText(result)}`),
    '',
    ...outcomeTable(rows),
    '',
    ...wrapped('Not sent', tally(rows.flatMap(({ reason }) => (reason === null ? [] : [words(reason)])))),
    ...wrapped('Failed calls', tally(failureCodes(rows)) || 'none'),
    line(
      'Retries',
      `${rows.filter(({ attempts }) => attempts.length > 1).length} notifications took more than one attempt`,
    ),
    line('Latency', 'from the event to the provider accepting it (in-app: to the inbox), retries included'),
    ...CHANNELS.map((channel) => line('', latencyText(channel, rows))),
    '',
    ...verdictLines(differences, paint),
  ];
}

/** More than were sent is no fault where an answer was lost: only the provider knew that it had the message. */
function acceptedText({ rows, accepted }: RunResult): string {
  const sent = rows.filter((row) => row.channel !== 'in_app' && isSent(row)).length;
  const repeated = accepted - sent;
  const why = repeated > 0 ? `, ${repeated} of them again after a lost answer` : '';
  return `the sandbox accepted ${accepted} messages${why}`;
}

const isSent = ({ status }: NotificationRow): boolean => status === 'sent' || status === 'delivered';

const withStatus =
  (status: NotificationStatus) =>
  (row: NotificationRow): boolean =>
    row.status === status;

const OUTCOMES = [
  { heading: 'sent', is: isSent },
  { heading: 'waiting', is: withStatus('pending') },
  { heading: 'suppressed', is: withStatus('suppressed') },
  { heading: 'failed', is: withStatus('failed') },
  { heading: 'expired', is: withStatus('expired') },
];

function outcomeTable(rows: readonly NotificationRow[]): string[] {
  const cells = CHANNELS.map((channel) => {
    const ofChannel = rows.filter((row) => row.channel === channel);
    return [CHANNEL_NAMES[channel], ...OUTCOMES.map(({ is }) => String(ofChannel.filter(is).length))];
  });
  const headings = ['', ...OUTCOMES.map(({ heading }) => heading)];
  return [headings, ...cells].map(
    ([label = '', ...figures]) =>
      `  ${label.padEnd(LABEL_WIDTH)}${figures.map((figure) => figure.padStart(11)).join('')}`,
  );
}

const failureCodes = (rows: readonly NotificationRow[]): string[] =>
  rows.flatMap(({ attempts }) =>
    attempts.filter(({ outcome }) => outcome !== 'accepted').map(({ code }) => code ?? 'unknown'),
  );

function latencyText(channel: Channel, rows: readonly NotificationRow[]): string {
  const latencies = rows.flatMap(({ channel: itsChannel, sentAt, eventTime }) =>
    itsChannel === channel && sentAt !== null ? [sentAt.getTime() - eventTime.getTime()] : [],
  );
  const figures =
    latencies.length === 0
      ? 'nothing sent'
      : `p50 ${seconds(percentile(latencies, 0.5))}   p95 ${seconds(percentile(latencies, 0.95))}`;
  return `${CHANNEL_NAMES[channel].padEnd(8)}${figures}`;
}

/** Nearest rank. @param share 0 < share ≤ 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

function verdictLines(differences: readonly string[], paint: Paint): string[] {
  if (differences.length === 0) {
    return [paint('green', '✓ Rows, ledger and announcements are exactly what the script should cause.')];
  }
  const more = differences.length - MOST_DIFFERENCES;
  return [
    paint('red', `✗ ${differences.length} differences from what the script should cause:`),
    ...differences.slice(0, MOST_DIFFERENCES).map((difference) => `  ${difference}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

/** `12 sent, 3 failed`, most frequent first. */
function tally(names: readonly string[]): string {
  const counts = [...groupBy(names, (name) => name)].map(([name, group]) => ({ name, count: group.length }));
  counts.sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
  return counts.map(({ name, count }) => `${count} ${name}`).join(', ');
}

/** The text over as many lines as it takes, broken after commas. */
function wrapped(label: string, text: string): string[] {
  const lines: string[] = [];
  for (const part of text.split(/(?<=,) /)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + part.length >= TEXT_WIDTH) lines.push(part);
    else lines[lines.length - 1] = `${last} ${part}`;
  }
  return lines.map((one, index) => line(index === 0 ? label : '', one));
}

const line = (label: string, text: string): string => `  ${label.padEnd(LABEL_WIDTH)}${text}`.trimEnd();
