import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express } from 'express';
import { Registry } from 'prom-client';
import { measureRequests } from './http.metrics.js';

const NAME = 'http_server_request_duration_seconds';

describe('how long requests take', () => {
  let server: Server;

  afterEach(() => new Promise((closed) => server.close(closed)));

  /** @returns the labels of the requests counted, sorted */
  const countedAfter = async (...requests: readonly [method: string, path: string][]) => {
    const registry = new Registry();
    const app = new ExpressAdapter().getInstance<Express>();
    app.use(measureRequests(registry));
    app.get('/customers/:id', (_, response) => void response.json({}));
    app.post('/customers/:id', (_, response) => void response.sendStatus(409));
    server = createServer(app);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const [method, path] of requests) await (await fetch(base + path, { method })).arrayBuffer();
    const lines = (await registry.metrics()).split('\n').filter((line) => line.startsWith(`${NAME}_count`));
    return lines.map((line) => line.slice(`${NAME}_count`.length)).sort();
  };

  it('are counted by pattern, so that ids stay out and their number does not matter', async () => {
    expect(
      await countedAfter(['GET', '/customers/ana'], ['GET', '/customers/luis'], ['POST', '/customers/ana']),
    ).toEqual([
      '{http_request_method="GET",http_response_status_code="200",http_route="/customers/:id"} 2',
      '{http_request_method="POST",http_response_status_code="409",http_route="/customers/:id"} 1',
    ]);
  });

  it('have no route where none matches, whatever was asked for', async () => {
    expect(await countedAfter(['GET', '/ana@example.com'], ['GET', '/luis'])).toEqual([
      '{http_request_method="GET",http_response_status_code="404"} 2',
    ]);
  });
});
