/** Implements F5, AC-17. What becomes of alerts, given what an evaluation found. Pure. */
import type { Evaluation, Finding, Unknown } from './alert-evaluation.js';
import { ALERT_NAMES, ALERT_RULES, type AlertName } from './alert-rules.js';

/** An alert that is raised. */
export interface RaisedAlert {
  readonly id: string;
  readonly name: string;
  readonly subject: string;
  /** When its cause was last seen, by whichever replica. */
  readonly seenAt: Date;
}

/** Since when a cause has been there without a break, by `keyOf`. */
export type Pending = ReadonlyMap<string, Date>;

export interface Course {
  readonly raise: readonly Finding[];
  readonly seen: readonly { readonly alert: RaisedAlert; readonly finding: Finding }[];
  /** Could not be looked at: they stay as they are. */
  readonly unknown: readonly RaisedAlert[];
  readonly resolve: readonly RaisedAlert[];
}

/** What a cause and its alert have in common. */
export function alertKey({ name, subject }: { readonly name: string; readonly subject: string }): string {
  return `${name} ${subject}`;
}

/**
 * Causes that are there now, each with the time since which it has been. One that could not be looked at is as it was.
 * @param pending as it was at the evaluation before
 */
export function pendingAfter({ findings, unknown }: Evaluation, pending: Pending, now: Date): Pending {
  const still = unknown.map(alertKey).filter((key) => pending.has(key));
  const keys = [...findings.map(alertKey), ...still];
  return new Map(keys.map((key) => [key, pending.get(key) ?? now]));
}

/**
 * Raises what has been there for as long as its rule asks, and resolves what has not been seen for as long as its rule keeps it: what comes and
 * goes is one alert.
 * @param pending of this evaluation
 */
export function courseOf(
  { findings, unknown }: Evaluation,
  active: readonly RaisedAlert[],
  pending: Pending,
  now: Date,
): Course {
  const found = byKey(findings);
  const unsure = byKey(unknown);
  const raised = byKey(active);
  const gone = active.filter((alert) => !found.has(alertKey(alert)) && !unsure.has(alertKey(alert)));
  return {
    raise: findings.filter((finding) => !raised.has(alertKey(finding)) && isRipe(finding, pending, now)),
    seen: active.flatMap((alert) => {
      const finding = found.get(alertKey(alert));
      return finding === undefined ? [] : [{ alert, finding }];
    }),
    unknown: active.filter((alert) => unsure.has(alertKey(alert))),
    resolve: gone.filter(({ name, seenAt }) => now.getTime() - seenAt.getTime() >= keepMsOf(name)),
  };
}

function isRipe(finding: Finding, pending: Pending, now: Date): boolean {
  const since = pending.get(alertKey(finding)) ?? now;
  return now.getTime() - since.getTime() >= ALERT_RULES[finding.name].forMs;
}

/** An alert of a rule that is no more ends at once. */
function keepMsOf(name: string): number {
  return isAlertName(name) ? ALERT_RULES[name].keepMs : 0;
}

function isAlertName(name: string): name is AlertName {
  return (ALERT_NAMES as readonly string[]).includes(name);
}

function byKey<T extends Finding | Unknown | RaisedAlert>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [alertKey(item), item]));
}
