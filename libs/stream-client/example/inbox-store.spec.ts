import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../src/eventually.fixture.js';
import { ScriptedServer, notificationAt } from '../src/scripted-server.fixture.js';
import type { InboxItem, InboxPage } from './inbox-api.js';
import { InboxStore } from './inbox-store.js';

function itemAt(seq: number, readAt: string | null = null): InboxItem {
  return { ...notificationAt(seq), readAt };
}

function pageOf(items: InboxItem[], nextCursor: string | null = null): InboxPage {
  return { items, nextCursor, unreadCount: items.filter(({ readAt }) => readAt === null).length };
}

/** An API that keeps its callers waiting until a test answers them. */
class ScriptedApi {
  readonly calls: { readonly path: string; readonly response: ServerResponse }[] = [];
  readonly url: string;

  private constructor(private readonly http: Server) {
    this.url = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
    http.on('request', ({ url = '' }, response: ServerResponse) => {
      this.calls.push({ path: url.replace('/api/v2/notifications/inbox', ''), response });
    });
  }

  static async start(): Promise<ScriptedApi> {
    const http = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    return new ScriptedApi(http);
  }

  /** Answers the call under way, or the next one. */
  async answer(page?: InboxPage): Promise<void> {
    (await this.next()).end(JSON.stringify(page ?? {}));
  }

  async refuse(): Promise<void> {
    (await this.next()).writeHead(503).end();
  }

  stop(): void {
    this.http.closeAllConnections();
    this.http.close();
  }

  private async next(): Promise<ServerResponse> {
    await eventually(() => expect(this.calls.length).toBeGreaterThan(0));
    const [call] = this.calls.splice(0, 1);
    if (call === undefined) throw new Error('Nobody calls');
    return call.response;
  }
}

describe('InboxStore', () => {
  let api: ScriptedApi;
  let stream: ScriptedServer;
  let store: InboxStore;
  beforeEach(async () => {
    api = await ScriptedApi.start();
    stream = await ScriptedServer.start();
    store = new InboxStore({ apiUrl: api.url, streamUrl: stream.url, token: () => Promise.resolve('token') });
  });
  afterEach(async () => {
    store.close();
    await stream.stop();
    api.stop();
  });

  const shown = () =>
    store.getState().items.map(({ id, seq, isRead }) => {
      if (isRead) return `${String(seq)} read`;
      return store.getState().marking.has(id) ? `${String(seq)} waits` : String(seq);
    });

  async function untilOnline(): Promise<void> {
    await eventually(() => expect(store.getState().status.state).toBe('online'));
  }

  /** After a break, whose end has it load the list again. */
  async function comeBack(): Promise<void> {
    stream.cut();
    await eventually(() => expect(api.calls).toHaveLength(1));
  }

  it('lists the inbox, and streams what comes after it', async () => {
    await api.answer(pageOf([itemAt(7), itemAt(5, '2026-11-22T10:00:00Z')]));
    await untilOnline();
    expect(stream.auths).toEqual([{ token: 'token', lastSeq: 7 }]);
    stream.sendAll(8);
    await eventually(() => expect(shown()).toEqual(['8', '7', '5 read']));
    expect(store.getState()).toMatchObject({ unread: 1, latest: { seq: 8 } });
  });

  it('begins with the first message where the inbox is empty', async () => {
    await api.answer(pageOf([]));
    await untilOnline();
    expect(stream.auths).toEqual([{ token: 'token', lastSeq: 0 }]);
  });

  it('lists the inbox anew after a break, and what was told meanwhile stays', async () => {
    await api.answer(pageOf([itemAt(1)]));
    await untilOnline();
    await comeBack();
    await untilOnline();
    stream.sendAll(3);
    stream.tellAll('read', { id: 'id-2' });
    stream.tellAll('unread_count', { count: 2, lastSeq: 3 });
    await eventually(() => expect(store.getState().unread).toBe(2));
    // As it was before all that.
    await api.answer(pageOf([itemAt(2), itemAt(1)]));
    await eventually(() => expect(shown()).toEqual(['3', '2 read', '1']));
    expect(store.getState().unread).toBe(2);
  });

  it('lists the inbox anew where messages were skipped', async () => {
    await api.answer(pageOf([itemAt(1)]));
    await untilOnline();
    stream.tellAll('skipped', { afterSeq: 1, beforeSeq: 300 });
    await api.answer(pageOf([itemAt(301), itemAt(300)]));
    await eventually(() => expect(shown()).toEqual(['301', '300']));
  });

  it('shows that a mark waits, which counts as unread until it is recorded', async () => {
    await api.answer(pageOf([itemAt(1)]));
    await untilOnline();
    stream.onRead = () => undefined;
    const marking = store.markRead('id-1');
    expect(shown()).toEqual(['1 waits']);
    await comeBack();
    await api.answer(pageOf([itemAt(1)]));
    expect([shown(), store.getState().unread]).toEqual([['1 waits'], 1]);
    stream.onRead = (_, answer) => answer({ ok: true });
    stream.cut();
    await api.answer(pageOf([itemAt(1)]));
    await marking;
    expect(shown()).toEqual(['1 read']);
  });

  it('takes a mark back that the server refuses, until it is tried again', async () => {
    await api.answer(pageOf([itemAt(1)]));
    await untilOnline();
    stream.onRead = (_, __, socket) => socket.emit('exception', { code: 'not_found', message: 'Not there' });
    await store.markRead('id-1');
    expect([shown(), store.getState().fault]).toEqual([['1'], 'That could not be marked as read.']);
    stream.onRead = (_, answer) => answer({ ok: true });
    await store.retry();
    expect([shown(), store.getState().fault]).toEqual([['1 read'], null]);
  });

  it('takes out what was archived, here or elsewhere', async () => {
    await api.answer(pageOf([itemAt(3), itemAt(2), itemAt(1)]));
    await untilOnline();
    const archiving = store.archive('id-2');
    await api.answer();
    await archiving;
    stream.tellAll('archived', { id: 'id-3' });
    await eventually(() => expect(shown()).toEqual(['1']));
  });

  it('marks as read what was there when all was marked', async () => {
    await api.answer(pageOf([itemAt(3), itemAt(2)]));
    await untilOnline();
    stream.sendAll(4);
    await eventually(() => expect(shown()).toEqual(['4', '3', '2']));
    stream.tellAll('all_read', { upToSeq: 3 });
    await eventually(() => expect(shown()).toEqual(['4', '3 read', '2 read']));
  });

  it('goes on with older messages', async () => {
    await api.answer(pageOf([itemAt(3)], 'next'));
    await untilOnline();
    const more = store.showMore();
    await eventually(() => expect(api.calls[0]?.path).toBe('?limit=20&cursor=next'));
    await api.answer(pageOf([itemAt(2)]));
    await more;
    expect([shown(), store.getState().hasMore]).toEqual([['3', '2'], false]);
  });

  it('says what did not work, and goes on once it is tried again', async () => {
    await api.refuse();
    await eventually(() => expect(store.getState().fault).toBe('The inbox could not be loaded.'));
    expect(stream.auths).toEqual([]);
    void store.retry();
    await api.answer(pageOf([itemAt(1)]));
    await untilOnline();
    expect(store.getState()).toMatchObject({ fault: null, unread: 1 });
  });

  it('tries again what failed, and the success of something else does not make up for it', async () => {
    await api.answer(pageOf([itemAt(2), itemAt(1)]));
    await untilOnline();
    const archiving = store.archive('id-2');
    await api.refuse();
    await archiving;
    await store.markRead('id-1');
    expect([shown(), store.getState().fault]).toEqual([['2', '1 read'], 'That could not be archived.']);
    const again = store.retry();
    await eventually(() => expect(api.calls[0]?.path).toBe('/id-2/archive'));
    await api.answer();
    await again;
    expect([shown(), store.getState().fault]).toEqual([['1 read'], null]);
  });

  it('connects again once a refusal is tried again, and sends the marks that it cost', async () => {
    stream.refusals.push('forbidden_origin');
    await api.answer(pageOf([itemAt(1)]));
    await eventually(() => expect(store.getState().fault).toBe('The live connection has ended (forbidden_origin).'));
    await store.markRead('id-1');
    expect([shown(), store.getState().fault]).toEqual([['1'], 'That could not be marked as read.']);
    const again = store.retry();
    await api.answer(pageOf([itemAt(2), itemAt(1)]));
    await again;
    await untilOnline();
    expect(stream.auths.at(-1)).toEqual({ token: 'token', lastSeq: 2 });
    expect(stream.reads).toEqual(['id-1']);
    expect([shown(), store.getState().fault]).toEqual([['2', '1 read'], null]);
  });
});
