/** Attacks by size: what is too large is refused early, and the next caller notices nothing. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiFixture } from '../preferences-api/api.fixture.js';

const PREFERENCES = '/api/v2/notifications/preferences';

describe('N4 a request that is too large', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());

  afterEach(async () => {
    expect((await api.call('GET', PREFERENCES, { token: await api.token('next') })).status).toBe(200);
  });

  /** By hand: clients refuse to send such things. @returns the status */
  async function raw(head: string): Promise<number> {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    socket.write(`${head}\r\n\r\n`);
    const answer = await text(socket.end());
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
  }

  const get = (...headers: string[]) =>
    [`GET ${PREFERENCES} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers].join('\r\n');

  it.each<[string, () => string]>([
    ['in its cookie', () => get(`Cookie: a=${'x'.repeat(20_000)}`)],
    ['in many cookies', () => get(...Array.from({ length: 200 }, (_, i) => `Cookie: c${i}=${'x'.repeat(100)}`))],
    ['in its token', () => get(`Authorization: Bearer ${'x'.repeat(20_000)}`)],
    ['in the name of a header', () => get(`${'x'.repeat(20_000)}: 1`)],
    ['in its headers taken together', () => get(...Array.from({ length: 2_000 }, (_, i) => `header-${i}: ${i}`))],
    ['in its address', () => `GET ${PREFERENCES}?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x`],
  ])('%s is refused', async (_, head) => {
    expect(await raw(head())).toBe(431);
  });

  it.each<[string, Record<string, string>, number]>([
    ['a cookie', { cookie: `a=${'x'.repeat(8_000)}` }, 200],
    ['a name of the request', { 'x-request-id': 'x'.repeat(8_000) }, 200],
    ['a trace', { traceparent: `00-${'0'.repeat(8_000)}` }, 200],
    ['languages', { 'accept-language': 'en-US,'.repeat(1_000) }, 200],
    ['accepted types', { accept: 'text/html;q=0.1,'.repeat(500) }, 200],
    ['versions', { 'if-match': '"0",'.repeat(2_000) }, 200],
    ['addresses of proxies', { 'x-forwarded-for': '10.0.0.1,'.repeat(900) }, 200],
  ])('but not by much is answered at once: %s', async (_, headers, expected) => {
    const token = await api.token('patient');
    const started = performance.now();
    const { status, headers: answered } = await api.call('GET', PREFERENCES, { token, headers });
    expect(status).toBe(expected);
    expect(performance.now() - started).toBeLessThan(2_000);
    for (const [name, value] of answered) expect(`${name}: ${value}`.length).toBeLessThan(1_000);
  });

  it('says nothing of two lengths that differ: what follows is nobody’s request', async () => {
    const head = `POST ${PREFERENCES} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked`;
    expect(await raw(head)).toBe(400);
  });
});
