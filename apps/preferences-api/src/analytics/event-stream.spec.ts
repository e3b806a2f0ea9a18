import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import {
  type ClientRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  createServer,
  request,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventStream, eventText } from './event-stream.js';

/** Far more than sockets hold. */
const BIG = eventText({ name: 'figures', data: 'x'.repeat(1_000_000) });

describe('an event', () => {
  it('is text of three lines and an empty one', () => {
    expect(eventText({ name: 'figures', id: '7', data: { text: 'a\nb' } })).toBe(
      'event: figures\nid: 7\ndata: {"text":"a\\nb"}\n\n',
    );
  });
});

describe('a stream of events', () => {
  let server: Server;
  let response: ServerResponse;
  let stream: EventStream;
  let asked: ClientRequest;
  let answer: IncomingMessage;
  beforeAll(async () => {
    server = createServer().listen(0);
    await once(server, 'listening');
  });
  afterAll(() => {
    server.close();
  });
  beforeEach(async () => {
    asked = request({ port: (server.address() as AddressInfo).port });
    asked.end();
    [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
    stream = new EventStream(response);
    [answer] = (await once(asked, 'response')) as [IncomingMessage];
  });

  it('is announced so that proxies neither hold it back nor change it', () => {
    expect(answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    asked.destroy();
  });

  it('holds no more than one event for a reader that does not read, and knows for how long', () => {
    for (let second = 0; second < 40; second += 1) stream.send(BIG, second * 1_000);
    expect(response.writableLength).toBeLessThanOrEqual(BIG.length + 100);
    expect(stream.blockedFor(40_000)).toBeGreaterThanOrEqual(30_000);
    stream.cut();
  });

  it('gives a reader that reads again the next event', async () => {
    stream.send(BIG, 0);
    stream.send(BIG, 1_000);
    const drained = once(response, 'drain');
    answer.resume();
    await drained;
    stream.send('data: newest\n\n', 2_000);
    expect(stream.blockedFor(2_000)).toBe(0);
    const ended = once(answer, 'end');
    stream.end('data: last\n\n');
    await ended;
  });
});
