import { type Inputs, useCallback, useEffect, useState } from 'preact/hooks';
import type { ApiClient } from './api-client.js';
import { ApiProblem } from './api-problem.js';
import { useApi } from './use-api.js';

export interface Reading<T> {
  /** Stays while it is read again; null: nothing yet. */
  readonly value: T | null;
  readonly problem: string | null;
  readonly busy: boolean;
  /** Reads again. */
  readonly again: () => void;
}

/** Reads when it is first drawn, whenever one of the inputs changes, and when it is asked to. An answer that comes late is dropped. */
export function useReading<T>(read: (api: ApiClient, signal: AbortSignal) => Promise<T>, inputs: Inputs): Reading<T> {
  const api = useApi();
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<Omit<Reading<T>, 'again'>>({ value: null, problem: null, busy: true });
  useEffect(() => {
    const ended = new AbortController();
    setState(({ value, problem }) => ({ value, problem, busy: true }));
    read(api, ended.signal).then(
      (value) => {
        if (!ended.signal.aborted) setState({ value, problem: null, busy: false });
      },
      (error: unknown) => {
        if (ended.signal.aborted) return;
        const problem = error instanceof ApiProblem ? error.message : 'This could not be read.';
        setState(({ value }) => ({ value, problem, busy: false }));
      },
    );
    return () => ended.abort();
  }, [api, turn, ...inputs]);
  return { ...state, again: useCallback(() => setTurn((before) => before + 1), []) };
}
