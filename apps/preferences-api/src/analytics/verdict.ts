/** Implements F5, N1, N2. Whether we keep what we promise, in one look and one sentence. Pure. */
import type { Alert, Channel, LiveFigures } from '#contracts';
import { ALERT_RULES, OBJECTIVES, type ObjectiveId } from '#notifications';

type Verdict = LiveFigures['verdict'];
export type ObjectiveStanding = Verdict['objectives'][number];

/** At such a rate somebody is called; see the rules of alerts. */
const TOO_FAST = {
  N1: ALERT_RULES.N1BurningFast.threshold,
  N2: ALERT_RULES.N2BurningFast.threshold,
} as const satisfies Record<ObjectiveId, number>;

const CHANNEL_NAMES = { email: 'Email', sms: 'SMS', in_app: 'In-app' } as const satisfies Record<Channel, string>;

const DOES = {
  N1: 'reached the provider within a minute',
  N2: 'delivered',
} as const satisfies Record<ObjectiveId, string>;

/** The worst of what is the case is what it says. */
export function verdictOf(objectives: readonly ObjectiveStanding[], alerts: readonly Alert[]): Verdict {
  const shown = { objectives: [...objectives] };
  const breached = worst(objectives.filter(isBreached), ({ value, target }) => ((value ?? 1) - target) / (1 - target));
  if (breached !== undefined) return { state: 'breached', summary: breachOf(breached, alerts), ...shown };
  if (alerts.length > 0) return { state: 'at_risk', summary: alarmOf(alerts), ...shown };
  const burning = worst(objectives.filter(isBurning), ({ id, burnRate }) => -(burnRate ?? 0) / TOO_FAST[id]);
  if (burning !== undefined) return { state: 'at_risk', summary: burnOf(burning), ...shown };
  return { state: 'ok', summary: calmOf(objectives), ...shown };
}

function isBreached({ value, target }: ObjectiveStanding): boolean {
  return value !== null && value < target;
}

function isBurning({ id, burnRate }: ObjectiveStanding): boolean {
  return burnRate !== null && burnRate >= TOO_FAST[id];
}

function worst<T>(items: readonly T[], rank: (item: T) => number): T | undefined {
  return [...items].sort((a, b) => rank(a) - rank(b))[0];
}

function breachOf({ id, channel, value, target }: ObjectiveStanding, alerts: readonly Alert[]): string {
  const alarm = alerts.length === 0 ? '' : ` ${alarmOf(alerts)}`;
  return `${CHANNEL_NAMES[channel]} misses its objective: ${percent(value ?? 0)} ${DOES[id]} in the last day, ${percent(target)} is promised.${alarm}`;
}

/** @param alerts pages first, as they are found */
function alarmOf(alerts: readonly Alert[]): string {
  const [first, ...others] = alerts;
  if (first === undefined) return '';
  const more =
    others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'alert is' : 'alerts are'} raised.`;
  const subject = first.subject === '' ? '' : ` (${first.subject})`;
  return `${first.name}${subject}: ${first.detail}${more}`;
}

function burnOf({ id, channel, burnRate }: ObjectiveStanding): string {
  const times = Math.round((burnRate ?? 0) * 10) / 10;
  return `${CHANNEL_NAMES[channel]} uses up its budget of ${id} ${times} times as fast as it may.`;
}

function calmOf(objectives: readonly ObjectiveStanding[]): string {
  const told = (Object.keys(OBJECTIVES) as ObjectiveId[]).flatMap((id) => {
    const lowest = worst(
      objectives.filter((objective) => objective.id === id && objective.value !== null),
      ({ value }) => value ?? 1,
    );
    return lowest?.value == null ? [] : [`${percent(lowest.value)} ${DOES[id]}`];
  });
  if (told.length === 0) return 'Nothing is wrong. Too little was sent in the last day to measure it.';
  return `Within every objective: in the last day, on the weakest channel, ${told.join(' and ')}.`;
}

/** Never rounded up: 99.99 % must not read as all. */
function percent(share: number): string {
  return `${Math.floor(share * 10_000 + 1e-6) / 100} %`;
}
