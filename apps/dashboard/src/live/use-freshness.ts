import { useEffect, useState } from 'preact/hooks';
import { type Connection, type Received, STALE_MS } from './live-feed.js';

/** How old the figures are, and whether new ones are coming. */
export interface Freshness {
  /** In ms; null: there are none yet. */
  readonly age: number | null;
  readonly connected: boolean;
  /** They stand still because somebody asked for it. */
  readonly paused: boolean;
}

/** Counts on while nothing arrives. */
export function useFreshness(received: Received | null, connection: Connection, paused: boolean): Freshness {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const age = received === null ? null : Math.max(0, now - received.at);
  return { age, connected: connection.state === 'live', paused };
}

/** Not known to hold any more, though nobody asked for that. */
export function isStale({ age, connected, paused }: Freshness): boolean {
  if (paused) return false;
  return !connected || age === null || age > STALE_MS;
}
