/** Implements F4, AC-16. Dead letters over the API, which limits how many are replayed and records who asked for it. */
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from '../../libs/service-client/src/api.types.js';
import { NoAnswerError } from '../../libs/service-client/src/problem.error.js';
import { retryAfterMs, retryingFetch } from '../../libs/service-client/src/retrying-fetch.js';
import { LauncherError } from '../launcher.error.js';

export type DeadLetter = components['schemas']['DeadLetter'];
export type DeadLetterKind = DeadLetter['kind'];
export type Replayed = components['schemas']['Replayed'];
type Notification = components['schemas']['Notification'];
type Problem = components['schemas']['Problem'];

/** What one request lists or replays at most. */
const MOST_AT_ONCE = 100;

/** A minute's allowance of replays may be used up: the next minute is waited for. A replay whose answer is lost is not repeated. */
const PATIENCE = { retries: 2, timeoutMs: 30_000, backoffMs: 500, maxWaitMs: 60_000, random: Math.random } as const;

interface Answer<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** Every method throws a `LauncherError` that says what the service said. */
export class DeadLettersClient {
  private readonly api: Client<paths>;

  /** @param baseUrl of the preferences API, without `/api/v2` */
  constructor(
    private readonly baseUrl: string,
    token: string,
  ) {
    const headers = { Authorization: `Bearer ${token}` };
    this.api = createClient<paths>({ baseUrl, headers, fetch: retryingFetch(PATIENCE) });
  }

  /** Newest first, page by page as they are asked for. */
  async *list(): AsyncGenerator<DeadLetter, void> {
    let cursor: string | null = null;
    do {
      const query = { limit: MOST_AT_ONCE, ...(cursor === null ? {} : { cursor }) };
      const page: components['schemas']['DeadLetterPage'] = await this.dataOf(
        this.api.GET('/api/v2/notifications/dead-letters', { params: { query } }),
      );
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  find(id: string): Promise<DeadLetter> {
    return this.dataOf(this.api.GET('/api/v2/notifications/dead-letters/{id}', { params: { path: { id } } }));
  }

  /** Of a notification that was given up on. */
  async timelineOf(id: string): Promise<Notification['timeline']> {
    const notification = await this.dataOf(this.api.GET('/api/v2/notifications/{id}', { params: { path: { id } } }));
    return notification.timeline;
  }

  replay(id: string): Promise<Replayed> {
    return this.dataOf(this.api.POST('/api/v2/notifications/dead-letters/{id}/replay', { params: { path: { id } } }));
  }

  /**
   * Those that wait longest, as they are replayed.
   * @param count at most so many
   * @param kind absent: both
   * @param onSkipped told of each that was passed over because it does not open
   */
  async *replayOldest(
    count: number,
    kind: DeadLetterKind | undefined,
    onSkipped: (id: string) => void,
  ): AsyncGenerator<Replayed, void> {
    const skipped = new Set<string>();
    let [left, more] = [count, true];
    while (left > 0 && more) {
      const body = { limit: Math.min(left, MOST_AT_ONCE), ...(kind === undefined ? {} : { kind }) };
      const batch = await this.dataOf(this.api.POST('/api/v2/notifications/dead-letters/replay', { body }));
      for (const { id } of batch.skipped) if (!skipped.has(id)) onSkipped(id);
      for (const { id } of batch.skipped) skipped.add(id);
      yield* batch.replayed;
      left -= batch.replayed.length;
      more = batch.more && batch.replayed.length > 0;
    }
  }

  private async dataOf<T>(call: Promise<Answer<T>>): Promise<T> {
    const { data, error, response } = await call.catch((cause: unknown) => {
      if (!(cause instanceof NoAnswerError)) throw cause;
      throw new LauncherError(`Nobody answers at ${this.baseUrl}.`, ['--url says where the preferences API is.'], {
        cause,
      });
    });
    if (response.ok && data !== undefined) return data;
    throw refusal(error as Partial<Problem> | undefined, response);
  }
}

function refusal(problem: Partial<Problem> | undefined, response: Response): LauncherError {
  const { title = `The answer is ${response.status}`, detail = title, type } = problem ?? {};
  const waitMs = retryAfterMs(response);
  const advice = [
    ...(type === undefined ? [] : [`What it means: ${type}`]),
    ...(waitMs === null ? [] : [`Try again in ${waitMs / 1_000} s.`]),
  ];
  return new LauncherError(detail === title ? `${title}.` : `${title}: ${detail}.`, advice);
}
