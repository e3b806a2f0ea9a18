/** Implements F5, AC-17. Whether a consumer group gets anything done, told from how far behind it is, look by look. Pure. */

/** How far behind the reader of a topic was when that last was less than before. */
interface Standstill {
  readonly lag: number;
  readonly since: Date;
}

/** By topic. */
export type Standstills = ReadonlyMap<string, Standstill>;

/**
 * @param standstills of the look before
 * @param lags null: the broker could not be asked; then it is as it was
 */
export function standstillsAfter(
  lags: readonly { readonly topic: string; readonly lag: number | null }[],
  standstills: Standstills,
  now: Date,
): Standstills {
  return new Map(
    lags.flatMap(({ topic, lag }) => {
      const last = standstills.get(topic);
      const next = lag === null ? last : afterLook(lag, last, now);
      return next === undefined ? [] : [[topic, next] as const];
    }),
  );
}

/** What is read down to the last message stands still for nobody. */
function afterLook(lag: number, last: Standstill | undefined, now: Date): Standstill | undefined {
  if (lag === 0) return undefined;
  return last === undefined || lag < last.lag ? { lag, since: now } : { lag, since: last.since };
}

/** For how long there has been something to read and it has not become less. */
export function stalledSeconds(topic: string, standstills: Standstills, now: Date): number {
  const since = standstills.get(topic)?.since ?? now;
  return (now.getTime() - since.getTime()) / 1_000;
}
