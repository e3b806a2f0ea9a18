/** Implements F5, AC-17. Whether a consumer group gets anything done, told from what it has read, look by look. Pure. */

/** What the broker says of the reader of a topic. */
export interface TopicProgress {
  readonly topic: string;
  /** Messages still to be read; null: the broker could not be asked. */
  readonly lag: number | null;
  /** Messages read in all; null: the broker could not be asked. */
  readonly read: number | null;
}

/** How much the reader of a topic had read when it last got on, or when there was something to read again. */
interface Standstill {
  readonly read: number;
  readonly since: Date;
}

/** By topic. */
export type Standstills = ReadonlyMap<string, Standstill>;

/** How far behind it is says nothing: a busy group may get no nearer to the end. @param standstills of the look before */
export function standstillsAfter(looks: readonly TopicProgress[], standstills: Standstills, now: Date): Standstills {
  return new Map(
    looks.flatMap((look) => {
      const next = afterLook(look, standstills.get(look.topic), now);
      return next === undefined ? [] : [[look.topic, next] as const];
    }),
  );
}

/** Who has read down to the last message does not stand still; while the broker cannot be asked, it is as it was. */
function afterLook({ lag, read }: TopicProgress, last: Standstill | undefined, now: Date): Standstill | undefined {
  if (lag === null || read === null) return last;
  if (lag === 0) return undefined;
  // Less than before: an operator has set it back, and it begins anew.
  return last?.read === read ? last : { read, since: now };
}

/** For how long there has been something to read, and nothing was read. */
export function stalledSeconds(topic: string, standstills: Standstills, now: Date): number {
  const since = standstills.get(topic)?.since ?? now;
  return (now.getTime() - since.getTime()) / 1_000;
}
