/** What must be true whenever the system is quiet. Compares the rows with the provider's ledger. */
import { deepStrictEqual } from 'node:assert/strict';
import { type DeliveryEventData, type NotificationStatus, TOPICS, isPublished } from '#contracts';
import { canMove } from '#notifications';
import { eventually } from '../eventually.js';
import { findFigureFaults } from '../figure-faults.js';
import { findInboxFaults } from '../inbox-faults.js';
import { statusHistory } from '../status-history.js';
import { MINUTE } from '../test-clock.js';
import type { DeliveryWorld } from './delivery-world.js';
import { type ModelNotification, type ProviderCall, type ProviderLedger, isRefuted } from './provider-ledger.js';

/** 1 + 3 retries. */
const BUDGET = 4;

const FIRST: readonly NotificationStatus[] = ['pending', 'suppressed', 'expired'];
const SUCCESS: readonly NotificationStatus[] = ['sent', 'delivered'];
const WORK: readonly NotificationStatus[] = ['pending', 'sending', 'unconfirmed'];

interface StoredRow {
  readonly id: string;
  readonly logStatus: NotificationStatus;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  /** null: no work remains. */
  readonly state: NotificationStatus | null;
  readonly claimNo: number | null;
  readonly attempts: number | null;
  readonly leaseUntil: Date | null;
  readonly waitReason: string | null;
  readonly isDead: boolean;
  /** Outcomes of the attempts on record, by number. */
  readonly outcomes: Readonly<Record<string, string>>;
}

/** @throws Error naming every invariant that does not hold, and where */
export async function checkInvariants(world: DeliveryWorld): Promise<void> {
  const { ledger } = world;
  const rows = await storedRows(world);
  const histories = await statusHistory(world.pipeline.database);
  noteClaims(ledger, rows);
  const faults = [...ledger.violations];
  for (const notification of ledger.notifications) {
    const row = rows.get(notification.id);
    const found =
      row === undefined
        ? ['has no row']
        : [
            ...faultsOfHistory(histories.get(notification.id) ?? []),
            ...faultsOfRow(row),
            ...faultsOfCalls(notification, row, world),
          ];
    faults.push(...found.map((fault) => `${notification.id} ${fault}`));
  }
  deepStrictEqual(faults, []);
}

/** Only the moves of the table; every step of the database is looked at, not just where a command ended. */
function faultsOfHistory(history: readonly NotificationStatus[]): string[] {
  const [first, ...rest] = history;
  if (first === undefined || !FIRST.includes(first)) return [`began as ${String(first)}`];
  return rest.flatMap((to, i) => {
    const from = history[i] ?? first;
    return canMove(from, to) ? [] : [`moved from ${from} to ${to}`];
  });
}

/** Log and queue say the same. */
function faultsOfRow(row: StoredRow): string[] {
  const status = row.state ?? row.logStatus;
  const rules: Record<string, boolean> = {
    'has work although its log is settled, or the other way round':
      (row.state !== null) === (row.logStatus === 'pending'),
    'has a lease exactly while it is sending': (row.leaseUntil !== null) === (row.state === 'sending'),
    'waits for something while it is sending': !(row.state === 'sending' && row.waitReason !== null),
    'is a dead letter exactly when it has failed': row.isDead === (row.logStatus === 'failed'),
    'has counted more attempts than its budget': (row.attempts ?? 0) <= BUDGET,
    'was sent without a time': !(SUCCESS.includes(status) && row.sentAt === null),
    'was delivered without a time': !(status === 'delivered' && row.deliveredAt === null),
  };
  return Object.entries(rules).flatMap(([fault, holds]) => (holds ? [] : [fault]));
}

function faultsOfCalls(notification: ModelNotification, row: StoredRow, world: DeliveryWorld): string[] {
  const { ledger } = world;
  const calls = ledger.callsOf(notification.id);
  const lastRetry = notification.retriedIn.at(-1) ?? -1;
  const ofThisBudget = calls.filter(({ startedIn }) => startedIn > lastRetry);
  const known = calls.some((call) => isStanding(call) && (call.reportedIn ?? 0) > lastRetry);
  const status = row.state ?? row.logStatus;
  return [
    ...(ofThisBudget.length > BUDGET ? [`was sent ${ofThisBudget.length} times on one budget`] : []),
    // Success counts, from whichever claim or report it comes.
    ...(known && WORK.includes(status) ? [`is ${status} although its success is known`] : []),
    ...(SUCCESS.includes(status) && !calls.some((call) => isGrounds(call, status, notification))
      ? [`is ${status}, which nobody said, or not any more`]
      : []),
    ...calls.filter((call) => hasLostItsClaim(call, notification, row, world)).map((call) => lostClaim(call, row)),
    ...calls.filter((call) => isUnrecorded(call, row)).map(({ attempt }) => `has no true record of attempt ${attempt}`),
  ];
}

/** A bounce of an attempt that is not the last leaves a delivery of it as it was, until a person retries. */
function isGrounds(call: ProviderCall, status: NotificationStatus, { retriedIn }: ModelNotification): boolean {
  return isStanding(call) || (status === 'delivered' && call.wasDelivered && retriedIn.length === 0);
}

function isStanding(call: ProviderCall): boolean {
  return call.reportedIn !== null && !isRefuted(call);
}

/** While a worker lives and its lease runs, nobody else moves the row under its call, but for news of success, evidence and people. */
function hasLostItsClaim(
  call: ProviderCall,
  notification: ModelNotification,
  row: StoredRow,
  { ledger, pipeline }: DeliveryWorld,
): boolean {
  if (call.state !== 'open' || call.claim === null || call.claim.leaseUntil <= pipeline.clock.now()) return false;
  const successes = ledger.callsOf(notification.id).map(({ reportedIn }) => reportedIn ?? -1);
  const interventions = [...notification.retriedIn, ...notification.reportedIn, ...successes];
  const undisturbed = interventions.every((at) => at < call.startedIn);
  return undisturbed && !(row.state === 'sending' && row.claimNo === call.claim.no);
}

function lostClaim({ attempt, claim }: ProviderCall, row: StoredRow): string {
  return `is ${String(row.state)} under claim ${String(row.claimNo)} while attempt ${attempt} is under way by claim ${String(claim?.no)}`;
}

function isUnrecorded(call: ProviderCall, { outcomes }: StoredRow): boolean {
  if (call.state !== 'answered' && call.said === null) return false;
  const outcome = outcomes[call.attempt];
  return outcome === undefined || (call.reportedIn !== null && (outcome === 'accepted') === isRefuted(call));
}

function noteClaims(ledger: ProviderLedger, rows: ReadonlyMap<string, StoredRow>): void {
  for (const call of ledger.open) {
    const row = rows.get(call.notificationId);
    if (call.claim !== null || call.startedIn !== ledger.command) continue;
    if (row?.state !== 'sending' || row.claimNo === null || row.leaseUntil === null) continue;
    call.claim = { no: row.claimNo, leaseUntil: row.leaseUntil };
  }
}

async function storedRows({ pipeline }: DeliveryWorld): Promise<Map<string, StoredRow>> {
  const rows = await pipeline.database.query<StoredRow>(
    `SELECT n.id, n.status AS "logStatus", n.sent_at AS "sentAt", n.delivered_at AS "deliveredAt",
            q.state, q.claim_no AS "claimNo", q.attempts, q.lease_expires_at AS "leaseUntil", q.wait_reason AS "waitReason",
            d.notification_id IS NOT NULL AS "isDead",
            (SELECT coalesce(jsonb_object_agg(a.number, a.outcome), '{}') FROM notification_attempt a
              WHERE a.notification_id = n.id) AS outcomes
       FROM notification_log n
       LEFT JOIN delivery_queue q ON q.id = n.id
       LEFT JOIN dead_letter d ON d.notification_id = n.id
      WHERE n.channel = 'email'`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Longer than any wait of the retry schedule. */
const ANY_WAIT_MS = 20 * MINUTE;
/** A budget, an abandoned claim, and the wait after the last unknown answer. */
const MOST_ROUNDS = BUDGET + 3;

/** Lets everything come to its end: from now on the provider takes what it gets. @throws as `checkInvariants`, and when work is left */
export async function finish(world: DeliveryWorld): Promise<void> {
  const { ledger, pipeline } = world;
  await Promise.all(ledger.revoking.values());
  for (let round = 0; round < MOST_ROUNDS; round++) {
    ledger.command += 1;
    for (const call of ledger.open) {
      call.taken = true;
      world.answer(call, { outcome: 'accepted', providerMessageId: null });
    }
    await world.untilQuiet();
    await checkInvariants(world);
    pipeline.clock.advance(ANY_WAIT_MS);
    ledger.command += 1;
    while ((await world.poll(round % 2)) > 0);
    await world.untilQuiet();
  }
  await checkInvariants(world);
  deepStrictEqual(
    await findFigureFaults(pipeline.database, pipeline.clock.now()),
    [],
    'figures disagree with the rows they count',
  );
  deepStrictEqual(
    await findInboxFaults(pipeline.database),
    [],
    'counters of inboxes disagree with the messages they count',
  );
  await untilOutboxIsEmpty(world);
  const rows = [...(await storedRows(world)).values()];
  deepStrictEqual(
    rows.filter(({ state }) => state !== null),
    [],
    'work is left over',
  );
  const ended = publishedStatuses(rows);
  const news = lastNews(world);
  const told = Object.fromEntries(Object.keys(ended).map((id) => [id, news.get(id)]));
  deepStrictEqual(told, ended, 'the news with the highest sequence is not how it ended');
}

/** What is published is deleted behind everybody's back: the next world must not be troubled by it. */
async function untilOutboxIsEmpty({ pipeline }: DeliveryWorld): Promise<void> {
  await eventually(async () => deepStrictEqual(await pipeline.database.query(`SELECT id FROM outbox`), []));
}

function publishedStatuses(rows: readonly StoredRow[]): Record<string, string> {
  const published = rows.filter(({ logStatus }) => isPublished(logStatus));
  return Object.fromEntries(published.map(({ id, logStatus }) => [id, logStatus]));
}

/** By notification, what whoever keeps the highest sequence believes. */
function lastNews({ pipeline }: DeliveryWorld): Map<string, string> {
  const news = (pipeline.publisher.valuesOn(TOPICS.deliveryEvents.name) as DeliveryEventData[]).sort(
    (a, b) => a.sequence - b.sequence,
  );
  return new Map(news.map(({ notificationId, status }) => [notificationId, status]));
}
