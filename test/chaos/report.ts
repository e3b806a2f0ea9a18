import { type Evidence, groupBy } from './judge/evidence.js';
import { type RepetitionKind, repetitions } from './judge/calls.rules.js';
import { isKnown } from './judge/streams.rules.js';
import type { Channel } from './customers.js';
import type { RunResult } from './chaos-run.js';

const SHOWN = 5;
const WIDTH = 52;

/** What happened, in figures. */
export function figures({ evidence, claimedAtKills, longestPause, unrest }: RunResult): string[] {
  const { incidents, events, rows, observed, messages, databaseOutages, freezes } = evidence;
  const killed = incidents.filter(({ kind }) => kind === 'killed').length;
  const exited = incidents.filter(({ kind }) => kind === 'exited');
  const statuses = [...groupBy(rows, ({ status }) => status)].map(([status, some]) => `${status} ${some.length}`);
  const changes = evidence.customers.reduce((sum, customer) => sum + customer.changes.length - 1, 0);
  const publications = events.reduce((sum, { publishAt }) => sum + publishAt.length, 0);
  return [
    line('processes killed', killed),
    line('rows in `sending` at a kill, on average', mean(claimedAtKills.map(({ sending }) => sending))),
    line('  of them claimed a moment before', mean(claimedAtKills.map(({ underWay }) => underWay))),
    line('processes frozen beyond their lease', [...freezes.values()].flat().length),
    line('outages of PostgreSQL', databaseOutages.length),
    line(
      'processes that gave up by themselves',
      exited.length === 0 ? 0 : exited.map(({ replica }) => replica).join(', '),
    ),
    line('order events, and messages that carried them', `${events.length}, ${publications}`),
    line('notifications', `${rows.length}: ${statuses.sort().join(', ')}`),
    line('requests to providers, and messages taken', `${observed.length}, ${messages.length}`),
    line('changes of preferences', changes),
    line('emails taken twice, as could not be helped', permitted('email', evidence)),
    line('texts taken twice, as could not be helped', permitted('sms', evidence)),
    ...deviceFigures(evidence),
    line('longest pause of the process that watches the wires', `${longestPause.toFixed(0)} ms`),
    line('work left when time was over', unrest === null ? 'none' : JSON.stringify(unrest)),
  ];
}

function deviceFigures(evidence: Evidence): string[] {
  const { devices } = evidence;
  const sum = (amountOf: (device: (typeof devices)[number]) => number) =>
    devices.reduce((total, device) => total + amountOf(device), 0);
  const connections = devices.flatMap((device) => device.connections);
  const arrivedAt = new Map(evidence.rows.map(({ id, sentAt }) => [id, sentAt?.getTime() ?? Infinity]));
  const given = connections.flatMap((connection) => connection.given.map(({ id }) => ({ id, connection })));
  const replayed = given.filter(({ id, connection }) => (arrivedAt.get(id) ?? Infinity) < connection.openedAt);
  const confirmed = connections.flatMap((connection) => connection.confirmed.map((one) => ({ one, connection })));
  const known = confirmed.filter(({ one, connection }) => isKnown(one, connection, evidence));
  const farewells = [...groupBy(connections, ({ farewell }) => farewell)].flatMap(([code, some]) =>
    code === null ? [] : [`${code} ${some.length}`],
  );
  const accepted = (some: typeof connections) => some.filter((connection) => connection.accepted).length;
  return [
    line('devices, and how often they came back', `${devices.length}, ${accepted(connections) - devices.length}`),
    line('  connections ended or refused with a reason', farewells.sort().join(', ') || 'none'),
    line('  messages given, and of them replayed', `${given.length}, ${replayed.length}`),
    line(
      '  messages shown',
      sum(({ shown }) => shown.length),
    ),
    line('  confirmations, and of them known to have arrived', `${confirmed.length}, ${known.length}`),
    line('  read marks, and of them answered', `${sum(({ marks }) => marks.length)}, ${sum(answered)}`),
  ];
}

const answered = ({ marks }: Evidence['devices'][number]): number =>
  marks.filter(({ answeredAt }) => answeredAt !== null).length;

/** Each rule, what it found, and in the end how many held. */
export function verdict({ judgements }: Pick<RunResult, 'judgements'>): string[] {
  const lines = judgements.flatMap(({ rule, findings }) => [
    `  ${findings.length === 0 ? '✓' : '✗'} ${rule}${findings.length === 0 ? '' : `: ${findings.length} violations`}`,
    ...findings.slice(0, SHOWN).map(({ subject, detail }) => `      ${subject}: ${detail}`),
  ]);
  const failed = judgements.filter(({ findings }) => findings.length > 0).length;
  return [...lines, '', `${judgements.length - failed} passed, ${failed} failed`];
}

const line = (what: string, value: string | number): string => `  ${what.padEnd(WIDTH)} ${value}`;

const mean = (values: readonly number[]): string =>
  values.length === 0 ? 'unknown' : (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(0);

const WORDS = {
  known: 'known',
  crossed: 'word of it crossed the second request',
  answer_died: 'the answer died with its process',
  unreported: 'never reported in time',
} as const satisfies Record<RepetitionKind, string>;

function permitted(channel: Channel, evidence: Evidence): string {
  const own = repetitions(evidence).filter(({ row, kind }) => row.channel === channel && kind !== 'known');
  const some = [...groupBy(own, ({ kind }) => kind)];
  return some.length === 0 ? '0' : some.map(([kind, all]) => `${all.length} (${WORDS[kind]})`).join(', ');
}
