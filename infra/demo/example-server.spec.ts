import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type OutgoingHttpHeaders, type Server, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleServer } from './example-server.js';

const JSON_BODY = { 'content-type': 'application/json' };
const CUSTOMERS = [
  { userId: 'ana-1', name: 'Ana', about: 'wants everything', language: 'es', timeZone: 'Europe/Madrid' },
];

describe('the server of the example', () => {
  let folder: string;
  let server: Server;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'example-'));
    writeFileSync(join(folder, 'index.html'), 'the page');
    writeFileSync(join(folder, 'secret.txt'), 'no file of the example');
    server = exampleServer({
      folder,
      apiUrl: 'http://localhost:3000',
      streamUrl: 'http://localhost:3001',
      customers: CUSTOMERS,
      signIn: (userId) => Promise.resolve(`token of ${userId}`),
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.close();
    await once(server, 'close');
    rmSync(folder, { recursive: true });
  });

  /** Sends the path as it stands here. */
  async function ask(method: string, path: string, headers: OutgoingHttpHeaders = {}, body = '') {
    const { port } = server.address() as AddressInfo;
    const asked = request({ host: '127.0.0.1', port, method, path, headers: { connection: 'close', ...headers } });
    asked.end(body);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      asked.once('response', resolve).once('error', reject);
    });
    return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
  }

  it('serves the pages under a policy that allows their own files and the system they belong to', async () => {
    const { status, headers, body } = await ask('GET', '/');
    expect([status, body]).toEqual([200, 'the page']);
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).toContain("connect-src 'self' http://localhost:3000 ws://localhost:3001;");
  });

  it('says which system and which customers there are', async () => {
    expect(JSON.parse((await ask('GET', '/demo/setup')).body)).toEqual({
      apiUrl: 'http://localhost:3000',
      streamUrl: 'http://localhost:3001',
      customers: CUSTOMERS,
    });
  });

  it('signs in as whomever it is told', async () => {
    const { status, body } = await ask('POST', '/demo/token', JSON_BODY, '{"userId":"ana-1"}');
    expect([status, JSON.parse(body)]).toEqual([200, { token: 'token of ana-1' }]);
  });

  it.each([
    ['a form of another web site', {}, '{"userId":"ana-1"}'],
    ['nobody', JSON_BODY, '{"userId":""}'],
    ['no text', JSON_BODY, '{"userId":7}'],
    ['no JSON', JSON_BODY, '{"userId"'],
    ['JSON of nothing', JSON_BODY, 'null'],
    ['too much', JSON_BODY, JSON.stringify({ userId: 'x'.repeat(2_000) })],
  ])('signs nobody in for %s', async (_, headers, body) => {
    expect(await ask('POST', '/demo/token', headers, body)).toMatchObject({ status: 422, body: '{}' });
  });

  it.each(['/secret.txt', '/../package.json', '/assets/..%2findex.html', '/%2e%2e/index.html/', '/none.js', '/.env'])(
    'has no file %s',
    async (path) => {
      expect((await ask('GET', path)).status).toBe(404);
    },
  );

  it('answers to no name but that of this machine', async () => {
    expect((await ask('GET', '/', { host: 'example.com' })).status).toBe(421);
    expect((await ask('GET', '/', { host: 'localhost:3010' })).status).toBe(200);
  });

  it('takes nothing else', async () => {
    expect((await ask('DELETE', '/')).status).toBe(405);
  });
});
