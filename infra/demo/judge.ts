import type { AcceptedMessage, SendRequest } from '../../apps/provider-sandbox/src/ledger/ledger-entries.js';
import type { FaultPlan } from './cast.js';
import type { Customer } from './customer.js';
import type { NotificationRow } from './demo.repository.js';
import type { Expectation } from './expectation.js';
import { groupBy } from './group-by.js';
import type { ScriptedEvent } from './script.js';

/** What came of a run, from each place that keeps a record of it. */
export interface Evidence {
  readonly rows: readonly NotificationRow[];
  /** What the providers accepted. */
  readonly messages: readonly AcceptedMessage[];
  /** What the providers were asked. */
  readonly requests: readonly SendRequest[];
  /** Entries that the sandbox no longer has. */
  readonly forgotten: number;
  /** Notifications in the ledger that no table knows, of this run or an earlier one. */
  readonly strangers: readonly string[];
  /** Statuses told on the topic of delivery events, by notification. */
  readonly announced: ReadonlyMap<string, ReadonlySet<string>>;
  /** For each malformed event, why it was set aside; undefined: it was not. */
  readonly rejections: readonly (string | undefined)[];
  /** Notifications of orders that should have none. */
  readonly uncalledFor: readonly NotificationRow[];
}

const CHANNELS = ['email', 'sms', 'in_app'] as const;
/** Releases at the end of quiet hours are spread over a minute. */
const RELEASE_SPREAD_MS = 60_000;
const REJECTION = 'invalid_data';

/** @returns each way in which a run's outcome is not what its script should cause, in words; empty: all is well */
export function differences(script: readonly ScriptedEvent[], evidence: Evidence): string[] {
  return [...rowDifferences(script, evidence.rows), ...failureDifferences(script, evidence.rows)].concat(
    ledgerDifferences(script, evidence),
    announcementDifferences(script, evidence),
    evidence.strangers.map((id) => `the ledger has a message of notification ${id}, which no table knows`),
    evidence.uncalledFor.map(
      (row) => `a ${row.channel} row for an event that should cause none (order ${row.orderId})`,
    ),
    evidence.rejections.flatMap((code) =>
      code === REJECTION ? [] : [`a malformed event: expected ${REJECTION}, found ${code ?? 'nothing set aside'}`],
    ),
  );
}

/** Each event has one row per channel, and each row became what it should. */
export function rowDifferences(script: readonly ScriptedEvent[], rows: readonly NotificationRow[]): string[] {
  const byEvent = groupBy(rows, (row) => row.eventId);
  const known = new Set(script.map((event) => event.id));
  const strange = rows.filter((row) => !known.has(row.eventId));
  return [
    ...script.flatMap((event) => differencesOf(event, byEvent.get(event.id) ?? [])),
    ...strange.map((row) => `${row.orderId}: a row for event ${row.eventId}, which was not published`),
  ];
}

function differencesOf(event: ScriptedEvent, rows: readonly NotificationRow[]): string[] {
  return CHANNELS.flatMap((channel) => {
    const ofChannel = rows.filter((row) => row.channel === channel);
    const where = `${describe(event)} ${channel}`;
    const [row] = ofChannel;
    if (row === undefined || ofChannel.length > 1) return [`${where}: expected 1 row, found ${ofChannel.length}`];
    const expected = event.expected[channel];
    if (!meets(row, expected)) return [`${where}: expected ${inWords(expected)}, found ${inWords(row)}`];
    return isDueInTime(row, event.customer) ? [] : [`${where}: waits until ${String(row.dueAt?.toISOString())}`];
  });
}

/** What was sent may be known to have arrived by now. */
function meets(row: NotificationRow, { status, reason }: Expectation): boolean {
  if (status === 'sent' && row.status === 'delivered') return true;
  return row.status === status && row.reason === reason;
}

function isDueInTime({ reason, dueAt }: NotificationRow, { quietUntil }: Customer): boolean {
  if (reason !== 'quiet_hours' || quietUntil === undefined || dueAt === null) return true;
  const late = dueAt.getTime() - quietUntil.getTime();
  return late >= 0 && late <= RELEASE_SPREAD_MS;
}

/** Each scripted fault was met with as many failed attempts as it should be, and nothing else failed. */
function failureDifferences(script: readonly ScriptedEvent[], rows: readonly NotificationRow[]): string[] {
  const customerOf = new Map(script.map((event) => [event.id, event.customer]));
  const byCustomer = groupBy(rows, (row) => customerOf.get(row.eventId));
  return [...byCustomer].flatMap(([customer, itsRows]) =>
    customer === undefined
      ? []
      : CHANNELS.flatMap((channel) => {
          const tried = itsRows.filter((row) => row.channel === channel && row.attempts.length > 0);
          const found = tried.flatMap(failuresOf).sort().join(', ');
          const fault = channel === 'in_app' ? undefined : customer.faults[channel];
          const expected = expectedFailures(fault, tried.length);
          return found === expected || (found === '' && fault?.mayBeReported === true)
            ? []
            : [`${customer.name} ${channel}: expected the failures [${expected}], found [${found}]`];
        }),
  );
}

const failuresOf = ({ attempts }: NotificationRow): string[] =>
  attempts.filter(({ outcome }) => outcome !== 'accepted').map(({ code }) => code ?? 'no code');

function expectedFailures(fault: FaultPlan | undefined, tried: number): string {
  if (fault === undefined || tried === 0) return '';
  const times = fault.when === 'always' ? tried : 1;
  return Array.from({ length: times }, () => fault.failures)
    .flat()
    .sort()
    .join(', ');
}

/** The providers were asked as often as attempts are recorded, and accepted each sent message once, for the right person. */
function ledgerDifferences(script: readonly ScriptedEvent[], evidence: Evidence): string[] {
  const events = new Map(script.map((event) => [event.id, event]));
  const messages = groupBy(evidence.messages, (message) => message.notificationId);
  const requests = groupBy(evidence.requests, (request) => request.notificationId);
  const gaps = evidence.forgotten === 0 ? [] : [`the ledger has forgotten ${evidence.forgotten} entries`];
  return gaps.concat(
    evidence.rows.flatMap((row) => {
      const event = events.get(row.eventId);
      if (event === undefined) return [];
      const accepted = messages.get(row.id) ?? [];
      const faults = [
        acceptanceFault(row, accepted.length),
        requestFault(row, requests.get(row.id)?.length ?? 0),
        ...accepted.map((message) => contentFault(message, event.customer)),
      ];
      return faults
        .filter((fault) => fault !== undefined)
        .map((fault) => `${describe(event)} ${row.channel}: ${fault}`);
    }),
  );
}

/** A call whose answer never came may have been accepted too: that is the one permitted repetition. */
function acceptanceFault(row: NotificationRow, accepted: number): string | undefined {
  const wasSent = row.channel !== 'in_app' && (row.status === 'sent' || row.status === 'delivered');
  const least = wasSent ? 1 : 0;
  const most = least + row.attempts.filter(({ outcome }) => outcome === 'unconfirmed').length;
  if (accepted >= least && accepted <= most) return undefined;
  return `the provider should have accepted it ${least === most ? least : `${least} to ${most}`} times, not ${accepted}`;
}

function requestFault({ channel, attempts }: NotificationRow, requests: number): string | undefined {
  const expected = channel === 'in_app' ? 0 : attempts.length;
  return requests === expected
    ? undefined
    : `${expected} attempts are recorded, the provider was asked ${requests} times`;
}

function contentFault(message: AcceptedMessage, { addresses, readsIn }: Customer): string | undefined {
  const address = message.provider === 'sendgrid' ? addresses.email : addresses.sms;
  if (message.to !== address) return `it went to ${message.to}`;
  const isInLanguage = message.html === null || message.html.includes(`<html lang="${readsIn}"`);
  return isInLanguage ? undefined : `its language is not ${readsIn}`;
}

/** Whatever has come to an end was told on the topic. */
function announcementDifferences(script: readonly ScriptedEvent[], { rows, announced }: Evidence): string[] {
  const events = new Map(script.map((event) => [event.id, event]));
  return rows.flatMap((row) => {
    const event = events.get(row.eventId);
    const isOver = row.dueAt === null;
    if (event === undefined || !isOver || announced.get(row.id)?.has(row.status) === true) return [];
    return [`${describe(event)} ${row.channel}: ${row.status} was not told on the topic of delivery events`];
  });
}

const describe = ({ orderNumber, type, customer }: ScriptedEvent): string => `${customer.name} ${orderNumber} ${type}`;

const inWords = ({ status, reason }: { status: string; reason: string | null }): string =>
  reason === null ? status : `${status} (${reason})`;
