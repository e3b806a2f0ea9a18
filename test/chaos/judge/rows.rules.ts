import { CHANNELS, type Customer, permits } from '../customers.js';
import type { NotificationRow } from '../tables.js';
import { isWithin } from '../zones.js';
import type { Evidence } from './evidence.js';
import { type Finding, describeRow } from './finding.js';
import { failureToldAt } from './knowledge.js';

/** Every event has one row per channel, and no row is of any other event. */
export function oneRowPerChannel({ events, rowsByEvent }: Evidence): Finding[] {
  const published = new Set<string | null>(events.map(({ id }) => id));
  const strangers = [...rowsByEvent].filter(([eventId]) => !published.has(eventId)).flatMap(([, rows]) => rows);
  const miscounted = events.flatMap((event) =>
    CHANNELS.flatMap((channel) => {
      const amount = (rowsByEvent.get(event.id) ?? []).filter((row) => row.channel === channel).length;
      return amount === 1
        ? []
        : [{ subject: `event ${event.id} ${event.type}`, detail: `${amount} rows for ${channel}` }];
    }),
  );
  return [...miscounted, ...strangers.map((row) => ({ ...describeRow(row), detail: 'of an event nobody published' }))];
}

const TERMINAL = new Set(['sent', 'delivered', 'failed', 'suppressed', 'superseded', 'expired']);
/** Releases at the end of quiet hours are spread over this. */
const RELEASE_SPREAD_MS = 60_000;
const STOPS_BEFORE_MS = 30_000;

/** Every row came to an end, or waits for the end of its customer's quiet hours. */
export function atRest(evidence: Evidence): Finding[] {
  return evidence.rows
    .filter((row) => !TERMINAL.has(row.status) && !waitsRightly(row, evidence))
    .map((row) => ({ ...describeRow(row), detail: `still ${row.status} (${row.reason ?? 'no reason'})` }));
}

function waitsRightly({ userId, channel, status, reason, dueAt }: NotificationRow, evidence: Evidence): boolean {
  const preferences = evidence.customersById.get(userId)?.changes[0]?.preferences;
  if (preferences === undefined || dueAt === null || status !== 'pending' || reason !== 'quiet_hours') return false;
  const { quietHours, timeZone } = preferences;
  const isQuiet = (at: number) => isWithin(quietHours, timeZone, at);
  // Texts stop a little before, so that none arrives late.
  const isNight = isQuiet(evidence.judgedAt) || isQuiet(evidence.judgedAt + STOPS_BEFORE_MS);
  const due = dueAt.getTime();
  return channel === 'sms' && isNight && !isQuiet(due) && isQuiet(due - RELEASE_SPREAD_MS - 1_000);
}

/** Whatever did not go out has a cause in what customers chose, upstream published or providers answered. */
export function endsAreJustified(evidence: Evidence): Finding[] {
  return evidence.rows
    .filter((row) => TERMINAL.has(row.status) && !isJustified(row, evidence))
    .map((row) => ({ ...describeRow(row), detail: `${row.status} (${row.reason ?? 'no reason'}) without a cause` }));
}

type Cause = (row: NotificationRow, customer: Customer, evidence: Evidence) => boolean;

const onceForbidden: Cause = ({ channel, type }, { changes }) =>
  changes.some(({ preferences }) => !permits(preferences, channel, type));
/** Every attempt was used up; that some were taken after all may have been reported too late. */
const budgetUsedUp: Cause = ({ id }, _customer, evidence) => evidence.attemptsOf(id).length >= callsPerBudget(evidence);

/** By status and reason; what is not here is never justified. */
const CAUSES: Readonly<Record<string, Cause>> = {
  sent: () => true,
  delivered: () => true,
  'suppressed/global_off': onceForbidden,
  'suppressed/channel_off': onceForbidden,
  'suppressed/type_off': onceForbidden,
  'suppressed/no_consent': ({ channel }, { changes }) =>
    channel === 'sms' && changes.some(({ preferences }) => !preferences.channels.sms),
  // How many are refused is a rule of its own.
  'suppressed/daily_cap': () => true,
  'superseded/overtaken': (row, _customer, evidence) => isOvertaken(row, evidence),
  'failed/retries_exhausted': budgetUsedUp,
  'failed/unconfirmed': budgetUsedUp,
  'failed/provider_rejected': ({ id }, _customer, { attemptsOf, requests }) =>
    requests.some(({ notificationId, outcome }) => notificationId === id && outcome === 'rejected') ||
    attemptsOf(id).some((attempt) => failureToldAt(attempt) !== null),
  'failed/bounced': ({ id }, _customer, { attemptsOf }) =>
    attemptsOf(id).some((attempt) => failureToldAt(attempt) !== null),
};

function isJustified(row: NotificationRow, evidence: Evidence): boolean {
  const customer = evidence.customersById.get(row.userId);
  const cause = CAUSES[row.reason === null ? row.status : `${row.status}/${row.reason}`];
  return customer !== undefined && cause !== undefined && cause(row, customer, evidence);
}

/** Stages of a shipment, in their order; the last two exclude each other. */
const STAGE: Readonly<Record<string, number>> = {
  order_shipped: 1,
  out_for_delivery: 2,
  delivered: 3,
  delivery_failed: 3,
};

function isOvertaken({ orderId, type }: NotificationRow, { events }: Evidence): boolean {
  const stage = STAGE[type];
  return stage !== undefined && events.some((event) => event.orderId === orderId && (STAGE[event.type] ?? 0) > stage);
}

export const callsPerBudget = ({ profile }: Evidence): number => profile.retryDelays.length + 1;
