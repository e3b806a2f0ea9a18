/** Implements F5. How many messages nobody has read yet, where that is known. */
import type { LiveFigures } from '#contracts';

type Consumer = LiveFigures['consumers'][number];

export interface Lag {
  /** Of those that are known; null: of none. */
  readonly total: number | null;
  /** What it lacks: without it, 0 says nothing. */
  readonly hasUnknown: boolean;
  /** The one that is furthest behind; null: all is read, as far as known. */
  readonly worst: Consumer | null;
}

/** @param consumers none: the broker has not been asked yet, or did not answer */
export function lagOf(consumers: LiveFigures['consumers']): Lag {
  const known = consumers.flatMap((consumer) => (consumer.lag === null ? [] : [{ consumer, lag: consumer.lag }]));
  const [worst] = known.toSorted((a, b) => b.lag - a.lag);
  return {
    total: known.length === 0 ? null : known.reduce((sum, { lag }) => sum + lag, 0),
    hasUnknown: known.length < consumers.length || consumers.length === 0,
    worst: worst === undefined || worst.lag === 0 ? null : worst.consumer,
  };
}
