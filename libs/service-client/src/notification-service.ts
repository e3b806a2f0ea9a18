/** Implements F3, F7. The API for internal callers. Its types are those of the OpenAPI document: a route that changes no longer compiles here. */
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './api.types.js';
import { NoAnswerError, type Problem, ProblemError } from './problem.error.js';
import { type RetryOptions, retryAfterMs, retryingFetch } from './retrying-fetch.js';

export type Notification = components['schemas']['Notification'];
export type Preferences = components['schemas']['Preferences'];
export type PreferencesInput = components['schemas']['ReplacePreferences'];
export type PreferencesPatch = components['schemas']['PreferencesPatch'];

/** An order event to tell its customer of, as upstream would publish it. */
export type Trigger = paths['/api/v2/notifications']['post']['requestBody']['content']['application/json'];
/** What became of it, one entry for each channel. */
export type Triggered = components['schemas']['Triggered'];

/** Preferences, and what `If-Match` takes so that a change is made to exactly these. */
export interface VersionedPreferences {
  readonly preferences: Preferences;
  readonly etag: string;
}

export interface ChangeOptions {
  /** Change only what was read with this `etag`; default: whatever there is. */
  readonly ifMatch?: string;
}

export interface NotificationServiceOptions extends Partial<RetryOptions> {
  /** Where the service answers, without `/api/v2`. */
  readonly baseUrl: string;
  /** An access token with the scope `notifications:service`. Asked for before each call, so it should keep what it has. */
  readonly token: () => Promise<string> | string;
}

const RETRIES: RetryOptions = { retries: 2, timeoutMs: 3_000, backoffMs: 200, maxWaitMs: 10_000, random: Math.random };

const MOST_PER_PAGE = 100;

interface Answer<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Every method throws `ProblemError` when the service refuses, and `NoAnswerError` when there is no answer. Preferences belong to customers:
 * those methods take the access token of the customer who is signed in.
 */
export class NotificationService {
  private readonly api: Client<paths>;

  constructor(private readonly options: NotificationServiceOptions) {
    this.api = createClient<paths>({ baseUrl: options.baseUrl, fetch: retryingFetch({ ...RETRIES, ...options }) });
  }

  /**
   * Tells a customer of an order event, or does not: the rules decide as for a published one. Repeated when an answer is lost.
   * @param idempotencyKey names the event, also across restarts of the caller: the same key has no second effect
   */
  async trigger(body: Trigger, idempotencyKey: string): Promise<Triggered> {
    const headers = await this.asService();
    const params = { header: { 'Idempotency-Key': idempotencyKey } };
    return dataOf(await this.api.POST('/api/v2/notifications', { params, body, headers }));
  }

  /**
   * Another try at a notification that failed: a new budget of attempts, the rules checked again. Not repeated when the answer is lost: ask
   * for the delivery status then.
   */
  async retry(notificationId: string): Promise<Notification> {
    const headers = await this.asService();
    const params = { path: { id: notificationId } };
    return dataOf(await this.api.POST('/api/v2/notifications/{id}/retry', { params, headers }));
  }

  /** Where a notification stands, with its attempts and timeline. */
  async getDeliveryStatus(notificationId: string): Promise<Notification> {
    const headers = await this.asService();
    const params = { path: { id: notificationId } };
    return dataOf(await this.api.GET('/api/v2/notifications/{id}', { params, headers }));
  }

  /** Everything that the customer of an order was told, or was not and why; newest first. */
  async listByOrder(orderId: string): Promise<Notification[]> {
    const headers = await this.asService();
    const found: Notification[] = [];
    let cursor: string | null = null;
    do {
      const query = { orderId, limit: MOST_PER_PAGE, ...(cursor === null ? {} : { cursor }) };
      const page: components['schemas']['NotificationPage'] = dataOf(
        await this.api.GET('/api/v2/notifications', { params: { query }, headers }),
      );
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  }

  async getPreferences(customerToken: string): Promise<VersionedPreferences> {
    return versioned(await this.api.GET('/api/v2/notifications/preferences', { headers: bearer(customerToken) }));
  }

  /** What is left out goes back to its default. Repeated when an answer is lost, unless `ifMatch` is given. */
  async replacePreferences(
    customerToken: string,
    body: PreferencesInput,
    options: ChangeOptions = {},
  ): Promise<VersionedPreferences> {
    const headers = { ...bearer(customerToken), ...ifMatch(options) };
    return versioned(await this.api.PUT('/api/v2/notifications/preferences', { body, headers }));
  }

  /** JSON merge patch: null takes a field back to its default. */
  async mergePreferences(
    customerToken: string,
    body: PreferencesPatch,
    options: ChangeOptions = {},
  ): Promise<VersionedPreferences> {
    const headers = { ...bearer(customerToken), ...ifMatch(options) };
    return versioned(await this.api.PATCH('/api/v2/notifications/preferences', { body, headers }));
  }

  private async asService(): Promise<Record<string, string>> {
    return bearer(await this.options.token());
  }
}

function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

function ifMatch({ ifMatch: etag }: ChangeOptions): Record<string, string> {
  return etag === undefined ? {} : { 'If-Match': etag };
}

function versioned(answer: Answer<Preferences>): VersionedPreferences {
  return { preferences: dataOf(answer), etag: answer.response.headers.get('etag') ?? '' };
}

function dataOf<T>({ data, error, response }: Answer<T>): T {
  if (response.ok && data !== undefined) return data;
  if (isProblem(error)) throw new ProblemError(error, retryAfterMs(response));
  throw new NoAnswerError(response.status);
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'traceId' in value;
}
