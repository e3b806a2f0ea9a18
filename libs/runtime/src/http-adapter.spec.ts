import type { AddressInfo } from 'node:net';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import { HttpAdapter } from './http-adapter.js';

describe('a server of ours', () => {
  let server: Server;
  let app: Express;

  beforeEach(async () => {
    const adapter = new HttpAdapter();
    adapter.initHttpServer({});
    app = adapter.getInstance<Express>();
    server = adapter.getHttpServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });

  afterEach(() => new Promise((closed) => server.close(closed)));

  const get = (path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);

  it('makes requests and responses as Express wants them, so that it need not change what they are', async () => {
    const made: object[][] = [];
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) =>
      made.push([Object.getPrototypeOf(request) as object, Object.getPrototypeOf(response) as object]),
    );
    const handled: object[][] = [];
    app.get('/', (request, response) => {
      handled.push([Object.getPrototypeOf(request) as object, Object.getPrototypeOf(response) as object]);
      response.end();
    });
    await get('/');
    expect(handled).toHaveLength(1);
    expect(handled[0]?.map((prototype, i) => prototype === made[0]?.[i])).toEqual([true, true]);
  });

  it('refuses options that it would leave out', () => {
    for (const options of [{ httpsOptions: {} }, { forceCloseConnections: true }]) {
      expect(() => new HttpAdapter().initHttpServer(options)).toThrow(RangeError);
    }
  });

  it('has all that Express adds to them', async () => {
    app.set('etag', false);
    app.get('/:id', (request, response) => {
      response
        .status(202)
        .json({ id: request.params.id, app: request.app === app && response.app === app, q: request.query });
    });
    const answer = await get('/7?a=b');
    expect([answer.status, await answer.json()]).toEqual([202, { id: '7', app: true, q: { a: 'b' } }]);
  });
});
