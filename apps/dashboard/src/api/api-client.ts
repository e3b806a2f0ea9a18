import { type ApiProblem, problemOf, unreachable } from './api-problem.js';

const BASE_PATH = '/api/v2';

type Query = Readonly<Record<string, string | number | undefined>>;

interface SendOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Calls the API with an access token. Whatever fails throws an ApiProblem; an abort throws the signal's reason. */
export class ApiClient {
  constructor(
    private readonly token: string,
    /** The token was refused: it is of no use any more. */
    private readonly onRefused: (problem: ApiProblem) => void = () => undefined,
  ) {}

  /** @param path below `/api/v2`, such as `/notifications/controls` */
  async get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    const response = await this.request('GET', path + searchOf(query), signal === undefined ? {} : { signal });
    return (await response.json()) as T;
  }

  /** @returns undefined for an answer without a body */
  async send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, options: SendOptions = {}): Promise<T> {
    const response = await this.request(method, path, options);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** An answer that goes on: server-sent events. */
  stream(path: string, signal: AbortSignal): Promise<Response> {
    return this.request('GET', path, { signal, headers: { accept: 'text/event-stream' } });
  }

  private async request(method: string, path: string, { body, headers = {}, signal }: SendOptions): Promise<Response> {
    const response = await this.fetch(BASE_PATH + path, {
      method,
      cache: 'no-store',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (problem.status === 401) this.onRefused(problem);
    throw problem;
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(path, init);
    } catch (error) {
      init.signal?.throwIfAborted();
      if (error instanceof TypeError) throw unreachable();
      throw error;
    }
  }
}

function searchOf(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search === '' ? '' : `?${search}`;
}
