import type { Customer } from '../customers.js';
import type { DeviceRecord } from '../devices.js';
import type { Incident } from '../fleet.js';
import type { Profile } from '../profile.js';
import type { LedgerMessage, LedgerRequest } from '../sandbox-ledger.js';
import type { Span } from '../servers.js';
import type { AttemptRow, DailyCount, NotificationRow } from '../tables.js';
import type { PublishedEvent } from '../upstream.js';
import { type CallExchange, type LookUpExchange, type ReportExchange, textArguments } from '../wires.js';
import type { News } from '../../system/news-reader.js';

/** A request to a provider, seen on the wire. Times in milliseconds since 1970. */
export interface ObservedCall {
  readonly replica: string;
  readonly notificationId: string;
  readonly attempt: number;
  readonly startedAt: number;
  /** When its answer was handed over or its connection broke; null: neither. */
  readonly endedAt: number | null;
  /** Status of the answer that was handed over; null: none was. */
  readonly status: number | null;
}

/** A report that the service took, with a 2xx. */
export interface ObservedReport {
  readonly notificationId: string;
  readonly attempt: number;
  readonly event: string;
  readonly takenAt: number;
}

/** What a run left behind, from every place that keeps a record of it. None of it was said by the code that is judged, but the rows. */
export interface RawEvidence {
  readonly profile: Profile;
  readonly judgedAt: number;
  readonly events: readonly PublishedEvent[];
  readonly customers: readonly Customer[];
  readonly rows: readonly NotificationRow[];
  readonly attempts: readonly AttemptRow[];
  readonly dailyCounts: readonly DailyCount[];
  /** Where figures disagree with the rows they count, in words. */
  readonly figureFaults: readonly string[];
  readonly inboxFaults: readonly string[];
  readonly news: readonly News[];
  readonly messages: readonly LedgerMessage[];
  readonly requests: readonly LedgerRequest[];
  /** Entries the sandbox no longer has. */
  readonly forgotten: number;
  readonly calls: ReadonlyMap<string, readonly CallExchange[]>;
  readonly lookUps: readonly LookUpExchange[];
  readonly reports: readonly ReportExchange[];
  readonly incidents: readonly Incident[];
  readonly freezes: ReadonlyMap<string, readonly Span[]>;
  readonly databaseOutages: readonly Span[];
  readonly devices: readonly DeviceRecord[];
}

/** All that is known of one notification's calls. */
export interface Attempt {
  readonly number: number;
  /** More than one would be a fault. */
  readonly calls: readonly ObservedCall[];
  /** How often the provider took it. */
  readonly acceptances: number;
  /** What it took, the oldest first. */
  readonly messages: readonly LedgerMessage[];
  readonly reports: readonly ObservedReport[];
  readonly row: AttemptRow | undefined;
}

export interface Evidence extends RawEvidence {
  readonly customersById: ReadonlyMap<string, Customer>;
  readonly rowsByEvent: ReadonlyMap<string | null, readonly NotificationRow[]>;
  /** Everything attempted, by notification, in the order of numbers. */
  readonly attemptsOf: (notificationId: string) => readonly Attempt[];
  /** Every call on the wire, in the order in which they started. */
  readonly observed: readonly ObservedCall[];
}

export function organise(raw: RawEvidence): Evidence {
  const observed = [...raw.calls]
    .flatMap(([replica, exchanges]) =>
      exchanges.flatMap(({ subjects, startedAt, endedAt, status }) =>
        subjects.map(({ notificationId, attempt }) => ({
          replica,
          notificationId,
          attempt,
          startedAt,
          endedAt,
          status,
        })),
      ),
    )
    .sort((a, b) => a.startedAt - b.startedAt);
  const attempts = attemptsByNotification(raw, observed);
  return {
    ...raw,
    observed,
    customersById: new Map(raw.customers.map((customer) => [customer.id, customer])),
    rowsByEvent: groupBy(raw.rows, ({ eventId }) => eventId),
    attemptsOf: (id) => attempts.get(id) ?? [],
  };
}

function attemptsByNotification(raw: RawEvidence, observed: readonly ObservedCall[]): Map<string, Attempt[]> {
  const key = (id: string, attempt: number) => `${id} ${attempt}`;
  const calls = groupBy(observed, (call) => key(call.notificationId, call.attempt));
  const acceptances = groupBy(raw.messages, (message) => key(message.notificationId ?? '', attemptOf(message)));
  const reports = groupBy(takenReports(raw.reports), (report) => key(report.notificationId, report.attempt));
  const rows = new Map(raw.attempts.map((row) => [key(row.notificationId, row.number), row]));

  const keys = new Set([...calls.keys(), ...acceptances.keys(), ...rows.keys()]);
  const found = [...keys].map((name) => {
    const [id = '', number] = name.split(' ');
    const attempt: Attempt = {
      number: Number(number),
      calls: calls.get(name) ?? [],
      acceptances: acceptances.get(name)?.length ?? 0,
      messages: (acceptances.get(name) ?? []).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
      reports: reports.get(name) ?? [],
      row: rows.get(name),
    };
    return { id, attempt };
  });
  const byNotification = groupBy(found, ({ id }) => id);
  return new Map(
    [...byNotification].map(([id, some]) => [
      id,
      some.map(({ attempt }) => attempt).sort((a, b) => a.number - b.number),
    ]),
  );
}

function takenReports(exchanges: readonly ReportExchange[]): ObservedReport[] {
  return exchanges.flatMap(({ subjects, status, endedAt }) =>
    status === null || status > 299 || endedAt === null
      ? []
      : subjects.map(({ notificationId, attempt, event }) => ({ notificationId, attempt, event, takenAt: endedAt })),
  );
}

function attemptOf({ customArgs, statusCallback }: LedgerMessage): number {
  return Number(customArgs['notification_attempt'] ?? textArguments(statusCallback ?? '').attempt);
}

export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
