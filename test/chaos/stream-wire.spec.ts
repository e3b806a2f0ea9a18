import { type Server as HttpServer, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Server, type Socket } from 'socket.io';
import { eventually } from '../system/eventually.js';
import { StreamDevice } from '../system/stream-device.js';
import { type StreamConnection, StreamWire } from '../system/stream-wire.js';

/** As long as a frame's length has to be written in eight bytes. */
const LONG_TEXT = 'x'.repeat(70_000);

describe('The wire between a device and the stream', () => {
  let http: HttpServer;
  let io: Server;
  let sockets: Socket[];
  let wire: StreamWire;
  let device: StreamDevice;

  beforeEach(async () => {
    sockets = [];
    http = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    io = new Server(http, { path: '/api/v2/notifications/stream', transports: ['websocket'] });
    io.on('connection', (socket) => sockets.push(socket));
    wire = await StreamWire.open([{ name: 'replica', port: (http.address() as AddressInfo).port }]);
    const timing = { backoff: 10, longestBackoff: 20, answerWithin: 500 };
    device = new StreamDevice('ana', wire, { getToken: () => 'token', timing });
    device.open();
    await untilConnected(1);
  });

  afterEach(async () => {
    device.close();
    await wire.close();
    await io.close();
  });

  const untilConnected = (times: number) =>
    eventually(() => expect([sockets.length, device.isOnline]).toEqual([times, true]));

  function give(...seqs: number[]): void {
    for (const seq of seqs) {
      const notification = { id: `id-${seq}`, seq, title: seq === 2 ? LONG_TEXT : 'short' };
      sockets.at(-1)?.emit('notification', notification, () => undefined);
    }
  }

  const seqsOf = (messages: readonly { readonly seq: number }[]) => messages.map(({ seq }) => seq);
  const connection = () => wire.connections.at(-1) as StreamConnection;

  it('sees what comes again, which the page does not', async () => {
    give(1, 2, 2, 1, 3);
    await eventually(() => expect(seqsOf(connection().confirmed)).toEqual([1, 2, 2, 1, 3]));
    expect(seqsOf(connection().given)).toEqual([1, 2, 2, 1, 3]);
    expect(seqsOf(device.shown)).toEqual([1, 2, 3]);
    expect(connection()).toMatchObject({ replica: 'replica', accepted: true, lastSeq: 0, closedAt: null });
  });

  it('loses what is on its way when it is cut, and sees where the device goes on', async () => {
    wire.stallAfter(2);
    give(1, 2, 3);
    await eventually(() => expect(seqsOf(device.shown)).toEqual([1, 2]));
    wire.cut();
    await untilConnected(2);
    expect(wire.connections.map(({ given }) => seqsOf(given))).toEqual([[1, 2], []]);
    expect(connection().lastSeq).toBe(2);
    expect(wire.connections[0]?.closedAt).not.toBeNull();
  });

  it('keeps a device away for as long as it is offline', async () => {
    wire.goOffline();
    await eventually(() => expect(device.isOnline).toBe(false));
    expect(wire.connections).toHaveLength(1);
    wire.goOnline();
    await untilConnected(2);
  });

  it('sees what is skipped, and why a connection ends or is refused', async () => {
    io.use((_socket, next) => next(Object.assign(new Error('full'), { data: { code: 'temporarily_unavailable' } })));
    sockets[0]?.emit('skipped', { afterSeq: 0, beforeSeq: 9 });
    sockets[0]?.emit('closing', { code: 'expired_token', message: 'expired' });
    await eventually(() => expect(wire.connections.length).toBeGreaterThan(1));
    const [first] = wire.connections;
    expect(first).toMatchObject({ farewell: 'expired_token', skipped: [{ afterSeq: 0, beforeSeq: 9 }] });
    await eventually(() => expect(wire.connections[1]?.farewell).toBe('temporarily_unavailable'));
    expect(wire.connections[1]?.accepted).toBe(false);
  });

  it('sees when a mark is answered, and when it is not', async () => {
    sockets[0]?.on('read', ({ id }: { id: string }, answer: (result: unknown) => void) => {
      if (id === 'kept') answer({ ok: true });
    });
    await device.markRead('kept');
    void device.markRead('lost');
    expect(device.marksUnderWay).toBe(1);
    device.close();
    await eventually(() => expect(device.marksUnderWay).toBe(0));
    expect(device.marks.map(({ id, answeredAt }) => [id, answeredAt !== null])).toEqual([
      ['kept', true],
      ['lost', false],
    ]);
  });
});
