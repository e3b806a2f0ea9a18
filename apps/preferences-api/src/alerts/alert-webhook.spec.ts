import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ALERT_EXAMPLE } from '#contracts';
import { type IncomingHttpHeaders, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { AlertWebhook, alertCallBody } from './alert-webhook.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const BODY = alertCallBody(ALERT_EXAMPLE);

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('a call to the alert webhook', () => {
  let server: Server;
  let url: string;
  let received: Received[];
  let answer: (response: ServerResponse) => void;

  beforeEach(async () => {
    received = [];
    answer = (response) => response.writeHead(204).end();
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({
          path: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        });
        answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const call = (at = new Date(), answerWithinMs?: number) =>
    new AlertWebhook({ url: `${url}/hook?team=orders`, secret: SECRET }, answerWithinMs).call('call-1', BODY, at);

  it('AC-17 is signed so that the library of Standard Webhooks verifies it', async () => {
    expect(await call()).toEqual({ end: 'taken', code: 'http_204' });
    const [{ headers, body, path } = { headers: {}, body: '', path: '' }] = received;
    expect(path).toBe('/hook?team=orders');
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'call-1' });
    expect(new Webhook(SECRET).verify(body, headers as Record<string, string>)).toEqual({
      type: 'alert.raised',
      timestamp: ALERT_EXAMPLE.raisedAt,
      data: ALERT_EXAMPLE,
    });
    const others = new Webhook(`whsec_${Buffer.alloc(32, 8).toString('base64')}`);
    expect(() => others.verify(body, headers as Record<string, string>)).toThrow(WebhookVerificationError);
    expect(() => new Webhook(SECRET).verify(`${body} `, headers as Record<string, string>)).toThrow(
      WebhookVerificationError,
    );
  });

  it('F5 carries the time of the try, in seconds', async () => {
    await call(new Date('2026-11-22T10:21:03.900Z'));
    expect(received[0]?.headers['webhook-timestamp']).toBe('1795342863');
  });

  it.each([
    [200, 'taken'],
    [202, 'taken'],
    [400, 'not_now'],
    [404, 'not_now'],
    [410, 'never'],
    [429, 'not_now'],
    [500, 'not_now'],
  ] as const)('F5 %d means %s', async (status, end) => {
    answer = (response) => response.writeHead(status).end('words that nobody reads');
    expect(await call()).toEqual({ end, code: `http_${status}` });
  });

  it('F5 follows nobody elsewhere', async () => {
    answer = (response) => response.writeHead(302, { location: `${url}/elsewhere` }).end();
    expect(await call()).toEqual({ end: 'not_now', code: 'http_302' });
    expect(received.map(({ path }) => path)).toEqual(['/hook?team=orders']);
  });

  it('F5 does not wait for ever', async () => {
    answer = () => undefined;
    expect(await call(new Date(), 100)).toEqual({ end: 'not_now', code: 'answer_timeout' });
  });

  it('F5 finds nobody there', async () => {
    const nobody = new AlertWebhook({ url: 'http://127.0.0.1:9', secret: SECRET });
    expect(await nobody.call('call-1', BODY, new Date())).toEqual({ end: 'not_now', code: 'connection_failed' });
  });
});
