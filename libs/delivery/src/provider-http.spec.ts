import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay, setImmediate as endOfTurn } from 'node:timers/promises';
import { NoAnswerError, ProviderHttp } from './provider-http.js';
import { NotStartedError } from './start-gate.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const PING = { method: 'GET', path: '/ping', headers: {} } as const;

describe('the providers’ transport', () => {
  const opened: { http: ProviderHttp; server: Server }[] = [];

  interface Options {
    readonly timeoutMs?: number;
    readonly basePath?: string;
    readonly scheme?: 'http' | 'https';
  }

  async function against(handler: Handler, { timeoutMs, basePath = '', scheme = 'http' }: Options = {}) {
    const server = createServer(handler).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const http = new ProviderHttp(`${scheme}://127.0.0.1:${port}${basePath}`, timeoutMs);
    opened.push({ http, server });
    return http;
  }

  const failureOf = (http: ProviderHttp): Promise<unknown> =>
    http.request(PING).then(
      () => undefined,
      (error: unknown) => error,
    );

  afterEach(async () => {
    for (const { http, server } of opened.splice(0)) {
      server.closeAllConnections();
      server.close();
      await http.close();
    }
  });

  it('gives any status, headers in lower case and the body as they came', async () => {
    const http = await against((_request, response) => {
      response.writeHead(503, { 'X-Message-Id': 'm-1', 'content-type': 'text/html' }).end('<h1>Oops</h1>');
    });
    expect(await http.request(PING)).toMatchObject({
      status: 503,
      headers: { 'x-message-id': 'm-1' },
      body: '<h1>Oops</h1>',
    });
  });

  it('writes nothing once the start gate is closed, however late it closes', async () => {
    let requests = 0;
    const http = await against((_request, response) => {
      requests += 1;
      response.end();
    });
    let open = true;
    const gated = () => http.request(PING, { mayStart: () => open });
    await gated();
    const pending = gated();
    open = false;
    await expect(pending).rejects.toBeInstanceOf(NotStartedError);
    await expect(gated()).rejects.toBeInstanceOf(NotStartedError);
    expect(requests).toBe(1);
    await http.request(PING);
    expect(requests).toBe(2);
  });

  it('adds the path of the base address, and sends the body', async () => {
    const http = await against(
      (request, response) => {
        request.setEncoding('utf8');
        let body = '';
        request.on('data', (chunk: string) => (body += chunk));
        request.on('end', () => response.end(`${request.method} ${request.url} ${body}`));
      },
      { basePath: '/proxy/' },
    );
    const answer = await http.request({ method: 'POST', path: '/v3/mail/send?a=b', headers: {}, body: 'ünïcode' });
    expect(answer.body).toBe('POST /proxy/v3/mail/send?a=b ünïcode');
  });

  it('no answer in time: the provider may have taken the request', async () => {
    const http = await against(() => undefined, { timeoutMs: 50 });
    const error = await failureOf(http);
    expect(error).toBeInstanceOf(NoAnswerError);
    expect(error).toMatchObject({ code: 'answer_timeout', maybeTaken: true, retryable: true });
  });

  it('an answer that trickles past the time-out is none', async () => {
    const http = await against((_request, response) => void response.writeHead(200).write('half an ans'), {
      timeoutMs: 50,
    });
    expect(await failureOf(http)).toMatchObject({ code: 'answer_timeout', maybeTaken: true });
  });

  it('a connection that breaks before the answer: it may have been taken', async () => {
    const http = await against((request) => request.socket.destroy());
    expect(await failureOf(http)).toMatchObject({ code: 'connection_lost', maybeTaken: true });
  });

  it('a connection that is reset: it may have been taken', async () => {
    const http = await against((request) => request.socket.resetAndDestroy());
    expect(await failureOf(http)).toMatchObject({ code: 'connection_lost', maybeTaken: true });
  });

  it('a connection that was refused: nothing was taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');

    const http = new ProviderHttp(`http://127.0.0.1:${port}`);
    expect(await failureOf(http)).toMatchObject({ code: 'connection_failed', maybeTaken: false });
    await http.close();
  });

  it('a connection that is no secure one: nothing was taken', async () => {
    const http = await against(() => undefined, { scheme: 'https' });
    expect(await failureOf(http)).toMatchObject({ code: 'connection_failed', maybeTaken: false });
  });

  it('writes nothing once it has given up, however late the connection is made', async () => {
    let requests = 0;
    const http = await against(
      (_request, response) => {
        requests += 1;
        response.end();
      },
      { timeoutMs: 10 },
    );
    await endOfTurn();
    const failing = failureOf(http);
    // As a process that was stopped for a while: when it goes on, its timers come before its connections.
    for (const until = performance.now() + 30; performance.now() < until;);
    expect(await failing).toMatchObject({ code: 'connection_failed', maybeTaken: false });
    await delay(50);
    expect(requests).toBe(0);
  });

  it('starts every request at once: none queues behind a slow one', async () => {
    const waiting: ServerResponse[] = [];
    const http = await against((_request, response) => {
      waiting.push(response);
      if (waiting.length === 150) for (const held of waiting) held.end('all here');
    });
    const answers = await Promise.all(Array.from({ length: 150 }, () => http.request(PING)));
    expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['all here']));
  });
});
