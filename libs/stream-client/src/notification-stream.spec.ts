import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.fixture.js';
import { MadeUpPage } from './made-up-page.fixture.js';
import { type NotificationStream, type StreamOptions, connect } from './index.js';
import { ScriptedServer } from './scripted-server.fixture.js';

const QUICK = { connectWithin: 1_000, answerWithin: 300, backoff: 20, longestBackoff: 40, stableAfter: 0 };

describe('NotificationStream', () => {
  let server: ScriptedServer;
  let streams: NotificationStream[];
  beforeEach(async () => {
    streams = [];
    server = await ScriptedServer.start();
  });
  afterEach(async () => {
    for (const stream of streams) stream.close();
    await server.stop();
  });

  function open(options: Partial<StreamOptions> = {}): NotificationStream {
    const stream = connect({
      url: server.url,
      getToken: () => 'token',
      ...options,
      timing: { ...QUICK, ...options.timing },
    });
    streams.push(stream);
    return stream;
  }

  function seqsOf(stream: NotificationStream): number[] {
    const seqs: number[] = [];
    stream.on('notification', ({ seq }) => seqs.push(seq));
    return seqs;
  }

  function untilState(stream: NotificationStream, state: string): Promise<void> {
    return new Promise((resolve) => {
      if (stream.status.state === state) resolve();
      stream.on('state', (status) => {
        if (status.state === state) resolve();
      });
    });
  }

  it('hands over what comes, and acknowledges it after that', async () => {
    server.onConnection = (socket) => {
      server.send(socket, 1, 2);
      socket.emit('unread_count', { count: 2, lastSeq: 2 });
    };
    const stream = open();
    const told: unknown[] = [];
    stream.on('notification', ({ seq, title }) => told.push([seq, title, [...server.acknowledged]]));
    stream.on('unread', (count) => told.push(count));
    await eventually(() => expect(server.acknowledged).toEqual([1, 2]));
    expect(told).toEqual([[1, 'Message 1', []], [2, 'Message 2', []], 2]);
    expect(stream.lastSeq).toBe(2);
    expect(server.auths).toEqual([{ token: 'token' }]);
  });

  it('tells what other devices did, and what is not streamed', async () => {
    server.onConnection = (socket) => {
      socket.emit('skipped', { afterSeq: 3, beforeSeq: 900 });
      socket.emit('read', { id: 'a' });
      socket.emit('archived', { id: 'b' });
      socket.emit('all_read', { upToSeq: 7 });
    };
    const stream = open();
    const told: unknown[] = [];
    for (const name of ['skipped', 'read', 'archived', 'allRead'] as const) {
      stream.on(name, (value: unknown) => told.push([name, value]));
    }
    await eventually(() =>
      expect(told).toEqual([
        ['skipped', { afterSeq: 3, beforeSeq: 900 }],
        ['read', 'a'],
        ['archived', 'b'],
        ['allRead', 7],
      ]),
    );
  });

  it.each([Number.NaN, -1, 1.5, '12' as unknown as number])('does not begin at %p', (lastSeq) => {
    expect(() => connect({ url: server.url, getToken: () => 'token', lastSeq })).toThrow(TypeError);
  });

  it('takes what comes from an inbox that is shorter than it was', async () => {
    server.onConnection = (socket) => {
      socket.emit('skipped', { afterSeq: 2, beforeSeq: 3 });
      server.send(socket, 3, 4);
    };
    const stream = open({ lastSeq: 90 });
    const seqs = seqsOf(stream);
    await eventually(() => expect(server.acknowledged).toEqual([3, 4]));
    expect([seqs, stream.lastSeq]).toEqual([[3, 4], 4]);
  });

  it('does not acknowledge what nobody listened to', async () => {
    server.onConnection = (socket) => {
      server.send(socket, 1);
      socket.emit('unread_count', { count: 1, lastSeq: 1 });
    };
    const stream = open();
    const counts: number[] = [];
    stream.on('unread', (count) => counts.push(count));
    await eventually(() => expect(counts).toEqual([1]));
    server.onRead = (_, answer) => answer({ ok: true });
    await stream.markRead('x');
    expect(server.acknowledged).toEqual([]);
  });

  describe('AC-18 over several connections', () => {
    it('says where it stopped, and drops what comes again', async () => {
      const stream = open({ lastSeq: 4 });
      const seqs = seqsOf(stream);
      await untilState(stream, 'online');
      server.sendAll(5, 6);
      // With the line, what is on its way would be cut off.
      await eventually(() => expect(server.acknowledged).toEqual([5, 6]));
      expect(seqs).toEqual([5, 6]);
      server.onConnection = (socket) => server.send(socket, 6, 7, 8);
      server.cut();
      await eventually(() => expect(seqs).toEqual([5, 6, 7, 8]));
      expect(server.auths.map(({ lastSeq }) => lastSeq)).toEqual([4, 6]);
      await eventually(() => expect(server.acknowledged).toEqual([5, 6, 6, 7, 8]));
    });

    it('goes on from where the inbox stood where no message had come', async () => {
      server.onConnection = (socket) => void socket.emit('unread_count', { count: 0, lastSeq: 12 });
      const stream = open();
      await eventually(() => expect(stream.lastSeq).toBe(12));
      server.close('shutting_down');
      await eventually(() => expect(server.auths.map(({ lastSeq }) => lastSeq)).toEqual([undefined, 12]));
    });

    it.each(['shutting_down', 'slow_client', 'too_many_messages', 'a code of tomorrow'])(
      'comes back after %s',
      async (code) => {
        const stream = open();
        await untilState(stream, 'online');
        const states: unknown[] = [];
        stream.on('state', (status) => states.push('reason' in status ? status.reason : status.state));
        server.close(code);
        const reason = code === 'a code of tomorrow' ? 'connection_lost' : code;
        await eventually(() => expect(states).toEqual([reason, 'connecting', 'online']));
      },
    );

    it('renews an expired token without loss and without delay', async () => {
      const asked: boolean[] = [];
      const stream = open({
        lastSeq: 0,
        getToken: ({ renew }) => `token-${asked.push(renew)}`,
        // A wait of any length would be endless here.
        timing: { backoff: 1_000_000, longestBackoff: 1_000_000 },
        random: () => 0.99,
      });
      const seqs = seqsOf(stream);
      await untilState(stream, 'online');
      server.sendAll(1);
      await eventually(() => expect(seqs).toEqual([1]));
      server.onConnection = (socket) => server.send(socket, 2);
      server.close('expired_token');
      await eventually(() => expect(seqs).toEqual([1, 2]));
      expect(asked).toEqual([false, true]);
      expect(server.auths).toEqual([
        { token: 'token-1', lastSeq: 0 },
        { token: 'token-2', lastSeq: 1 },
      ]);
    });

    it('tries again where it is refused for now', async () => {
      server.refusals.push('temporarily_unavailable', 'too_many_connections', 'sign_in_unavailable', 'expired_token');
      const stream = open();
      await untilState(stream, 'online');
      expect(server.auths).toHaveLength(5);
    });

    it('connects once a server is there', async () => {
      const { port, url } = server;
      await server.stop();
      const stream = open({ url });
      await untilState(stream, 'offline');
      expect(stream.status).toMatchObject({ reason: 'connection_lost' });
      server = await ScriptedServer.start(port);
      await untilState(stream, 'online');
    });

    it('gives up a server that takes the connection and says nothing', async () => {
      const silent = createServer().listen(0, '127.0.0.1');
      silent.on('upgrade', () => undefined);
      await new Promise((resolve) => silent.once('listening', resolve));
      const { port } = silent.address() as AddressInfo;
      const stream = open({ url: `http://127.0.0.1:${port}`, timing: { connectWithin: 100 } });
      await untilState(stream, 'offline');
      stream.close();
      silent.closeAllConnections();
      silent.close();
    });
  });

  describe('what time does not heal', () => {
    function untilError(stream: NotificationStream): Promise<string> {
      return new Promise((resolve) => stream.on('error', ({ code }) => resolve(code)));
    }

    it.each(['invalid_connection', 'forbidden_origin'])('%s closes it', async (code) => {
      server.refusals.push(code);
      const stream = open();
      expect(await untilError(stream)).toBe(code);
      expect(stream.status).toEqual({ state: 'closed', reason: code });
    });

    it('tokens that are refused though they are fresh close it after a while', async () => {
      server.refusals.push(...Array<string>(50).fill('invalid_token'));
      const asked: boolean[] = [];
      const stream = open({
        getToken: ({ renew }) => {
          asked.push(renew);
          return 'bad';
        },
        timing: { refusedFor: 100 },
      });
      expect(await untilError(stream)).toBe('invalid_token');
      expect(asked.slice(0, 3)).toEqual([false, true, true]);
      await expect(stream.markRead('a')).rejects.toMatchObject({ code: 'invalid_token' });
    });

    it('a key that was just rotated, and is not known yet, does not', async () => {
      server.refusals.push(...Array<string>(6).fill('invalid_token'));
      await untilState(open(), 'online');
      expect(server.auths).toHaveLength(7);
    });

    it('nobody signed in closes it, which is no error', async () => {
      const stream = open({ getToken: () => null });
      const errors: unknown[] = [];
      stream.on('error', (error) => errors.push(error));
      await untilState(stream, 'closed');
      expect(stream.status).toEqual({ state: 'closed', reason: 'signed_out' });
      expect(errors).toEqual([]);
    });
  });

  describe('on a page', () => {
    let page: MadeUpPage;
    beforeEach(() => {
      page = new MadeUpPage().enter();
    });
    afterEach(() => page.leave());
    /** Whoever waits, waits for longer than a test lasts. */
    const PATIENT = { random: () => 0.99, timing: { backoff: 1_000_000, longestBackoff: 1_000_000 } };

    it.each([
      ['the network is back', () => page.networkComesBack()],
      ['somebody looks at it', () => page.becomeVisible()],
    ])('it connects at once when %s', async (_, happens) => {
      server.refusals.push('temporarily_unavailable');
      const stream = open(PATIENT);
      await untilState(stream, 'offline');
      happens();
      await untilState(stream, 'online');
    });

    it('it does not trust a connection from before the network was away', async () => {
      const stream = open({ ...PATIENT, lastSeq: 3 });
      await untilState(stream, 'online');
      page.networkComesBack();
      await eventually(() => expect(server.auths.map(({ lastSeq }) => lastSeq)).toEqual([3, 3]));
      await untilState(stream, 'online');
    });

    it('it does not trust a connection that was silent for too long while nobody looked', async () => {
      let now = 1_000;
      const stream = open({ ...PATIENT, now: () => now, timing: { ...PATIENT.timing, silence: 35_000 } });
      await untilState(stream, 'online');
      page.becomeVisible();
      expect(stream.status).toEqual({ state: 'online' });
      now += 35_001;
      page.becomeVisible();
      expect(stream.status).toEqual({ state: 'connecting' });
      await untilState(stream, 'online');
      expect(server.auths).toHaveLength(2);
    });
  });

  it('asks for a token again where none was to be had', async () => {
    const failure = new Error('the sign-in is away');
    let calls = 0;
    const stream = open({
      getToken: () => {
        calls += 1;
        return calls === 1 ? Promise.reject(failure) : Promise.resolve('token');
      },
    });
    await untilState(stream, 'offline');
    expect(stream.status).toMatchObject({ reason: 'token_unavailable', cause: failure });
    await untilState(stream, 'online');
  });

  it('does not wait for a token for ever', async () => {
    const stream = open({ getToken: () => new Promise(() => undefined), timing: { connectWithin: 20 } });
    await untilState(stream, 'offline');
    expect(stream.status).toMatchObject({ reason: 'token_unavailable' });
  });

  it('is not disturbed by a token that comes after the stream was closed', async () => {
    let give: (token: string) => void = () => undefined;
    const stream = open({ getToken: () => new Promise((resolve) => (give = resolve)) });
    await new Promise((resolve) => setTimeout(resolve, 10));
    stream.close();
    give('late');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.auths).toEqual([]);
  });

  it('goes on when a listener throws', async () => {
    const reported: unknown[] = [];
    const stream = open({ report: (error) => reported.push(error) });
    stream.on('notification', () => {
      throw new Error('the page is broken');
    });
    const seqs = seqsOf(stream);
    await untilState(stream, 'online');
    server.sendAll(1);
    await eventually(() => expect([seqs, server.acknowledged]).toEqual([[1], [1]]));
    expect(reported).toMatchObject([{ message: 'the page is broken' }]);
  });

  it('tells a listener nothing more once it has ended', async () => {
    const stream = open();
    const seqs: number[] = [];
    const end = stream.on('notification', ({ seq }) => seqs.push(seq));
    const all = seqsOf(stream);
    await untilState(stream, 'online');
    server.sendAll(1);
    await eventually(() => expect(all).toEqual([1]));
    end();
    server.sendAll(2);
    await eventually(() => expect(all).toEqual([1, 2]));
    expect(seqs).toEqual([1]);
  });

  describe('read marks', () => {
    it('are sent once and in order, also those made without a connection', async () => {
      const stream = open();
      const answered: string[] = [];
      const mark = (id: string) => stream.markRead(id).then(() => answered.push(id));
      await Promise.all([mark('a'), mark('b'), mark('a')]);
      expect(server.reads).toEqual(['a', 'b']);
      server.refusals.push('temporarily_unavailable');
      server.cut();
      await untilState(stream, 'offline');
      await Promise.all([mark('c'), mark('d')]);
      expect(server.reads).toEqual(['a', 'b', 'c', 'd']);
      expect(answered).toEqual(['a', 'a', 'b', 'c', 'd']);
    });

    it('are sent again where the answer was lost', async () => {
      const stream = open();
      server.onRead = (_, answer, socket) => {
        if (server.reads.length === 1) socket.conn.close();
        else answer({ ok: true });
      };
      await stream.markRead('a');
      expect(server.reads).toEqual(['a', 'a']);
    });

    it('that the server will not take are rejected, and hold up no other', async () => {
      const stream = open();
      server.onRead = (id, answer, socket) => {
        if (id === 'unknown') socket.emit('exception', { code: 'not_found', message: 'There is no such message' });
        else answer({ ok: true });
      };
      const marks = await Promise.allSettled([stream.markRead('unknown'), stream.markRead('known')]);
      expect(marks).toMatchObject([{ status: 'rejected', reason: { code: 'not_found' } }, { status: 'fulfilled' }]);
      expect(server.reads).toEqual(['unknown', 'known']);
    });

    it('are not rejected for a fault of an earlier one that comes late', async () => {
      const stream = open({ timing: { answerWithin: 50 } });
      let late: (() => void) | undefined;
      server.onRead = (id, answer, socket) => {
        const fault = {
          code: 'not_found',
          message: 'There is no such message',
          cause: { pattern: 'read', data: { id } },
        };
        if (id === 'slow' && late === undefined) late = () => socket.emit('exception', fault);
        else if (id === 'slow') socket.emit('exception', fault);
        else {
          late?.();
          setTimeout(() => answer({ ok: true }), 20);
        }
      };
      const marks = await Promise.allSettled([stream.markRead('slow'), stream.markRead('known')]);
      expect(marks).toMatchObject([{ status: 'rejected', reason: { code: 'not_found' } }, { status: 'fulfilled' }]);
    });

    it('that wait are rejected when the stream is closed', async () => {
      const stream = open({ getToken: () => new Promise(() => undefined) });
      const mark = stream.markRead('a');
      stream.close();
      await expect(mark).rejects.toMatchObject({ name: 'StreamError', code: 'closed' });
    });
  });

  describe('as an iterator', () => {
    it('gives what comes, until the stream is closed', async () => {
      const stream = open();
      server.onConnection = (socket) => server.send(socket, 1, 2, 3);
      const seqs: number[] = [];
      for await (const { seq } of stream) {
        seqs.push(seq);
        if (seq === 3) stream.close();
      }
      expect(seqs).toEqual([1, 2, 3]);
    });

    it('throws what closed the stream', async () => {
      server.refusals.push('forbidden_origin');
      const iterator = open()[Symbol.asyncIterator]();
      await expect(iterator.next()).rejects.toMatchObject({ code: 'forbidden_origin' });
      expect(await iterator.next()).toEqual({ done: true, value: undefined });
    });
  });
});
