/** Implements F5. Figures of the stretch that is looked at, asked for again while it moves on. */
import type { Analytics } from '#contracts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiProblem } from '../api/api-problem.js';
import { useApi } from '../api/use-api.js';
import { type Asked, type Span, askedOf } from './span.js';

/** Steps of a minute go with the stream, longer ones change less. */
const OFTEN_MS = 5_000;
const SELDOM_MS = 15_000;

export interface History {
  readonly analytics: Analytics;
  readonly asked: Asked;
}

export interface HistoryState {
  /** Of the span before, while the next one is being asked for; null: nothing yet. */
  readonly history: History | null;
  readonly problem: string | null;
  readonly busy: boolean;
}

/**
 * @param paused what is shown stays; another span is still asked for
 * @param ahead by how much the server's clock is ahead of this computer's, in ms: figures are of the server's time
 */
export function useAnalytics(span: Span, paused: boolean, ahead: number): HistoryState {
  const api = useApi();
  const [state, setState] = useState<HistoryState>({ history: null, problem: null, busy: true });
  const shown = useRef<Span | null>(null);
  useEffect(() => {
    if (paused && shown.current === span) return;
    const ended = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const asked = askedOf(span, Date.now() + ahead);
      const query = { from: iso(asked.from), to: iso(asked.to), interval: asked.interval };
      try {
        const analytics = await api.get<Analytics>('/notifications/analytics', query, ended.signal);
        shown.current = span;
        setState({ history: { analytics, asked }, problem: null, busy: false });
      } catch (error) {
        if (ended.signal.aborted) return;
        const problem = error instanceof ApiProblem ? error.message : 'The figures could not be read.';
        setState(({ history }) => ({ history, problem, busy: false }));
      }
      const wait = asked.interval === '1m' && span.kind === 'window' ? OFTEN_MS : SELDOM_MS;
      if (!paused && !ended.signal.aborted) timer = setTimeout(() => void ask(), wait);
    };
    setState(({ history, problem }) => ({ history, problem, busy: true }));
    void ask();
    return () => {
      ended.abort();
      clearTimeout(timer);
    };
  }, [api, span, paused, ahead]);
  return state;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
