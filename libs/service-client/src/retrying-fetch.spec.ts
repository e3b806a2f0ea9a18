import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RetryOptions, retryingFetch } from './retrying-fetch.js';

type Step = (request: IncomingMessage, response: ServerResponse) => void;

const answer =
  (status: number, headers: Record<string, string> = {}): Step =>
  (_, response) =>
    response.writeHead(status, headers).end(`answer ${status}`);
const reset: Step = ({ socket }) => socket.destroy();
const silence: Step = () => undefined;
const halfAnAnswer: Step = (_, response) => response.writeHead(200, { 'content-length': '10' }).write('half');

const OPTIONS: RetryOptions = { retries: 2, timeoutMs: 750, backoffMs: 1, maxWaitMs: 1_500, random: () => 0 };

/** Answers each request by the next step of a script, the last one for ever. */
describe('retryingFetch', () => {
  let server: Server;
  let script: Step[];
  let bodies: string[];

  beforeEach(async () => {
    bodies = [];
    server = createServer((request, response) => {
      const step = script[Math.min(bodies.length, script.length - 1)];
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        bodies.push(body);
        step?.(request, response);
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const call = (method: string, steps: Step[], headers: Record<string, string> = {}, options = {}) => {
    script = steps;
    const body = method === 'GET' || method === 'DELETE' ? null : '{"a":1}';
    const { port } = server.address() as AddressInfo;
    const request = new Request(`http://127.0.0.1:${port}/`, { method, headers, body });
    return retryingFetch({ ...OPTIONS, ...options })(request);
  };

  it.each<[string, Step]>([
    ['a broken connection', reset],
    ['silence', silence],
    ['half an answer', halfAnAnswer],
    ['503', answer(503)],
    ['502 of a proxy', answer(502)],
    ['429', answer(429)],
  ])('reads again after %s', async (_, fault) => {
    const response = await call('GET', [fault, fault, answer(200)]);
    expect([response.status, await response.text(), bodies.length]).toEqual([200, 'answer 200', 3]);
  });

  it('gives up after the last attempt, with what it got', async () => {
    expect((await call('GET', [answer(503)])).status).toBe(503);
    expect(bodies).toHaveLength(3);
    await expect(call('GET', [reset])).rejects.toMatchObject({ code: 'no_answer', retryable: true });
  });

  it.each([200, 400, 401, 404, 409, 412, 422, 500])('does not ask again after %i', async (status) => {
    expect((await call('GET', [answer(status)])).status).toBe(status);
    expect(bodies).toHaveLength(1);
  });

  it.each([
    ['PUT', {}],
    ['DELETE', {}],
    ['POST', { 'Idempotency-Key': 'k-1' }],
  ])('repeats %s %j, with its body', async (method, headers) => {
    expect((await call(method, [reset, answer(200)], headers)).status).toBe(200);
    expect(new Set(bodies).size).toBe(1);
    expect(bodies).toHaveLength(2);
  });

  it.each([
    ['POST', {}],
    ['PATCH', {}],
    ['PUT', { 'If-Match': '"3"' }],
  ])('does not repeat %s %j: it may have been carried out', async (method, headers) => {
    await expect(call(method, [reset, answer(200)], headers)).rejects.toMatchObject({ code: 'no_answer' });
    expect((await call(method, [answer(200), answer(503), answer(200)], headers)).status).toBe(503);
    expect(bodies).toHaveLength(2);
  });

  it('sends again what was turned away at the door, whatever it is', async () => {
    expect((await call('POST', [answer(429), answer(202)])).status).toBe(202);
  });

  it('waits as long as it is asked to, within reason', async () => {
    const startedAt = performance.now();
    expect((await call('GET', [answer(503, { 'retry-after': '1' }), answer(200)])).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(990);
    expect((await call('GET', [answer(200), answer(429, { 'retry-after': '2' })])).status).toBe(429);
    expect(bodies).toHaveLength(3);
  });

  it('does not try again when told not to', async () => {
    expect((await call('GET', [answer(503)], {}, { retries: 0 })).status).toBe(503);
    expect(bodies).toHaveLength(1);
  });
});
