import { repetitions } from '../chaos/judge/calls.rules.js';
import { groupBy } from '../chaos/judge/evidence.js';
import { type Finding, describeRow } from '../chaos/judge/finding.js';
import { type Judgement, judge } from '../chaos/judge/judge.js';
import type { UpgradeResult } from './upgrade-run.js';

/** A statement behind a migration: longer than a migration may wait for a lock, and a bit of its own work. */
const LONGEST_LOCK_WAIT_MS = 1_000;

/** Beyond the rules of the chaos run: here nothing was killed, so nothing of it can be excused. */
const RULES = {
  'every call to a provider was answered': callsAnswered,
  'every message was taken once': takenOnce,
  'no request of a customer failed': noRequestFailed,
  'nobody waited for a migration': nobodyWaited,
  'old processes ended in good order': endedInOrder,
  'the load outlasted the old version': loadWentOn,
} as const satisfies Record<string, (result: UpgradeResult) => Finding[]>;

export function judgeUpgrade(result: UpgradeResult): Judgement[] {
  return [
    ...judge(result.evidence),
    ...Object.entries(RULES).map(([rule, find]) => ({ rule, findings: find(result) })),
  ];
}

/** The provider answers at once. Where it did not in time, wires, provider and apps were too slow, and what comes of that is no fault of the upgrade. */
function callsAnswered({ evidence }: UpgradeResult): Finding[] {
  const lost = evidence.observed.filter(({ status }) => status === null);
  const detail = `${lost.length} calls ended without an answer: was this machine too busy?`;
  return lost.length === 0 ? [] : [{ subject: 'wires', detail }];
}

/** Whatever went out by email or text is in the ledger once; what did not is not there. */
function takenOnce({ evidence }: UpgradeResult): Finding[] {
  const taken = groupBy(evidence.messages, ({ notificationId }) => notificationId);
  const rows = evidence.rows.filter(({ channel }) => channel !== 'in_app');
  const miscounted = rows.flatMap((row) => {
    const expected = row.status === 'sent' || row.status === 'delivered' ? 1 : 0;
    const amount = taken.get(row.id)?.length ?? 0;
    return amount === expected ? [] : [{ ...describeRow(row), detail: `${row.status}, and taken ${amount} times` }];
  });
  const repeated = repetitions(evidence).map(({ row, first, second }) => ({
    ...describeRow(row),
    detail: `attempts ${first.number} and ${second.number} were both taken`,
  }));
  return [...miscounted, ...repeated];
}

function noRequestFailed({ refusals }: UpgradeResult): Finding[] {
  return refusals.map((detail) => ({ subject: 'API', detail }));
}

function nobodyWaited({ lockWaits }: UpgradeResult): Finding[] {
  return lockWaits
    .filter(({ waited }) => waited > LONGEST_LOCK_WAIT_MS)
    .map(({ app, statement, waited }) => ({ subject: app, detail: `waited ${Math.round(waited)} ms: ${statement}` }));
}

function endedInOrder({ endings }: UpgradeResult): Finding[] {
  return endings
    .filter(({ how }) => how !== 0)
    .map(({ app, how }) => ({ subject: app, detail: `ended with ${String(how)}` }));
}

function loadWentOn({ publishedAfterwards, unrest }: UpgradeResult): Finding[] {
  return [
    ...(publishedAfterwards > 0 ? [] : [{ subject: 'load', detail: 'nothing was published to the new version alone' }]),
    ...(unrest === null ? [] : [{ subject: 'work', detail: `left when time was over: ${JSON.stringify(unrest)}` }]),
  ];
}

/** What happened, in figures. */
export function upgradeFigures({ evidence, endings, lockWaits, reads, publishedAfterwards }: UpgradeResult): string[] {
  const { events, rows, messages, customers } = evidence;
  const statuses = [...groupBy(rows, ({ status }) => status)].map(([status, some]) => `${status} ${some.length}`);
  const sent = [
    ...groupBy(
      rows.filter(({ status }) => status === 'sent' || status === 'delivered'),
      ({ channel }) => channel,
    ),
  ];
  const changes = customers.reduce((sum, customer) => sum + customer.changes.length - 1, 0);
  const [longest] = lockWaits;
  return [
    line('order events, of them after the old version', `${events.length}, ${publishedAfterwards}`),
    line('notifications', `${rows.length}: ${statuses.sort().join(', ')}`),
    line(
      'of them out',
      sent
        .map(([channel, some]) => `${channel} ${some.length}`)
        .sort()
        .join(', '),
    ),
    line('messages that the providers took', messages.length),
    line('preferences read, and changed', `${reads}, ${changes}`),
    line(
      'statements that waited for a migration',
      `${lockWaits.length}, at most ${Math.round(longest?.waited ?? 0)} ms`,
    ),
    line('from SIGTERM to the end', endings.map(({ app, took }) => `${app} ${(took / 1_000).toFixed(1)} s`).join(', ')),
  ];
}

const line = (what: string, value: string | number): string => `  ${what.padEnd(48)} ${value}`;
