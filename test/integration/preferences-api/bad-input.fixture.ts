import { afterAll, beforeAll } from '@jest/globals';
import { type Answer, ApiFixture } from './api.fixture.js';
import { REQUEST_ID } from './problem-documents.js';

const BASE = '/api/v2/notifications';

interface BadRequest {
  /** Default: a customer. */
  readonly scope?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An API for all tests of a file, which is told the id of each request: whole answers are known beforehand. */
export function anApiForBadInput() {
  let started: ApiFixture | undefined;
  beforeAll(async () => {
    started = await ApiFixture.start();
  }, 30_000);
  afterAll(() => started?.stop());

  const api = (): ApiFixture => {
    if (started === undefined) throw new Error('The API is there once the tests run');
    return started;
  };
  const call = async (method: string, path: string, { scope, ...content }: BadRequest = {}): Promise<Answer> =>
    api().call(method, BASE + path, {
      token: await api().token('olga', scope),
      ...content,
      headers: { ...REQUEST_ID, ...content.headers },
    });
  return { api, call };
}
