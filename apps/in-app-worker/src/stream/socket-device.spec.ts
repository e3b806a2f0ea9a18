import { EventEmitter } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { Registry } from 'prom-client';
import { SocketDevice } from './socket-device.js';
import type { StreamSocket } from './stream-events.js';
import { StreamMetrics } from './stream.metrics.js';

describe('SocketDevice', () => {
  it('is taken at once while nothing waits, else when the transport has taken it', async () => {
    const { device, transport } = connected();
    await device.taken();
    transport.emit('packetCreate', { data: 'message' });
    const taken = jest.fn();
    const waiting = device.taken().then(taken);
    await Promise.resolve();
    expect(taken).not.toHaveBeenCalled();

    transport.emit('drain');

    await waiting;
    expect(taken).toHaveBeenCalled();
  });

  it('is taken when the connection is gone', async () => {
    const { device, transport } = connected();
    transport.emit('packetCreate', { data: 'message' });
    const waiting = device.taken();

    transport.emit('close');

    await waiting;
  });

  it.each([
    ['too many bytes wait', 1, 262_145, 0],
    ['too many packets wait', 1_001, 1, 0],
    ['what waits has waited for long', 1, 1, 10_001],
  ])('ends a slow client when %s', (_, packets, bytes, elapsed) => {
    const { device, transport, clock, said } = connected();
    for (let packet = 0; packet < packets; packet += 1) transport.emit('packetCreate', { data: 'x'.repeat(bytes) });
    clock.at += elapsed;

    device.endIfStuck();

    expect(said).toEqual([['closing', { code: 'slow_client', message: expect.any(String) }]]);
    expect(transport.close).toHaveBeenCalledWith();
  });

  it('bears a client that takes what it is sent, be it much', () => {
    const { device, transport, clock, said } = connected();
    for (let round = 0; round < 100; round += 1) {
      transport.emit('packetCreate', { data: 'x'.repeat(200_000) });
      clock.at += 9_000;
      transport.emit('drain');
      device.endIfStuck();
    }

    expect(said).toEqual([]);
  });

  it('closes for good what does not take its farewell either', () => {
    const { device, transport, clock } = connected();
    device.end('slow_client');
    clock.at += 4_000;
    device.endIfStuck();
    expect(transport.close).not.toHaveBeenCalledWith(true);
    clock.at += 2_000;

    device.endIfStuck();

    expect(transport.close).toHaveBeenCalledWith(true);
  });

  it('gives one reason for an end', () => {
    const { device, said } = connected();

    device.end('expired_token');
    device.end('shutting_down');

    expect(said).toEqual([['closing', { code: 'expired_token', message: expect.any(String) }]]);
  });
});

function connected() {
  const said: unknown[] = [];
  const clock = { at: 0, monotonic: () => clock.at, now: () => new Date(clock.at) };
  const transport = Object.assign(new EventEmitter(), { close: jest.fn() });
  const socket = { conn: transport, emit: (...args: unknown[]) => said.push(args) } as unknown as StreamSocket;
  const device = new SocketDevice(socket, clock, new StreamMetrics(new Registry()), () => undefined);
  return { device, transport, clock, said };
}
