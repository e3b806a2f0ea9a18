/**
 * Implements F8, AC-18. A client's end of a connection, through socket.io.
 *
 * engine.io hands one batch of packets at a time to the websocket and keeps the others until the kernel has taken it (`drain`), without
 * bound. What waits there is counted here: a client that takes nothing must not make memory grow.
 */
import type { InAppLive } from '#contracts';
import type { InboxMessage } from '#delivery';
import type { Clock } from '#runtime';
import { CLOSINGS, type ClosingCode, type SkippedMessages, type StreamSocket } from './stream-events.js';
import type { Device, Way } from './stream-session.js';
import type { StreamMetrics } from './stream.metrics.js';

/** Of what waits for a client. */
const MOST_WAITING = { packets: 1_000, bytes: 262_144 };
/** For the client to take something of it, in milliseconds. */
const TAKEN_WITHIN_MS = 10_000;
/** For what waits to be sent before a connection closes. */
const CLOSED_WITHIN_MS = 5_000;

interface Packet {
  readonly data?: string | Buffer;
}

export class SocketDevice implements Device {
  private readonly waiting = { packets: 0, bytes: 0, since: 0 };
  private whenTaken: (() => void)[] = [];
  private endedAt: number | undefined;

  constructor(
    private readonly socket: StreamSocket,
    private readonly clock: Clock,
    private readonly metrics: StreamMetrics,
    /** Told of each message that the client has confirmed and nobody had before. */
    private readonly acknowledged: (id: string) => void,
  ) {
    this.transport.on('packetCreate', (packet: Packet) => this.wait(packet));
    this.transport.on('drain', () => this.drained());
    this.transport.once('close', () => this.drained());
  }

  receive({ notification, acknowledged, readAt, arrivedAt }: InboxMessage, way: Way): void {
    this.metrics.messages.inc({ way });
    if (way === 'live') this.metrics.delay.observe((this.clock.now().getTime() - arrivedAt.getTime()) / 1_000);
    const { id } = notification;
    // Without a time-out: a late acknowledgement is as good as an early one, and a timer for each message would outlive its connection. Those
    // that never come are forgotten with the connection; there are as many as fit a replay, and what the daily cap lets through.
    this.socket.emit('notification', notification, () => {
      if (!acknowledged) this.acknowledged(id);
    });
    if (readAt !== null) this.socket.emit('read', { id });
  }

  receiveUnread(count: number, lastSeq: number): void {
    this.socket.emit('unread_count', { count, lastSeq });
  }

  receiveChange({ change, notificationId: id, upToSeq }: InAppLive): void {
    if (change === 'all_read') this.socket.emit('all_read', { upToSeq: upToSeq ?? 0 });
    else if (change !== 'arrived') this.socket.emit(change, { id });
  }

  receiveSkipped(skipped: SkippedMessages): void {
    this.socket.emit('skipped', skipped);
  }

  async taken(): Promise<void> {
    if (this.waiting.packets > 0) await new Promise<void>((resolve) => this.whenTaken.push(resolve));
  }

  /** Not by `disconnect`: clients would take it as meant for good and not connect anew. */
  end(code: ClosingCode): void {
    if (this.endedAt !== undefined) return;
    this.endedAt = this.clock.monotonic();
    this.metrics.closings.inc({ code });
    this.socket.emit('closing', { code, message: CLOSINGS[code] });
    this.transport.close();
  }

  hangUp(): void {
    if (this.endedAt !== undefined) return;
    this.metrics.closings.inc({ code: 'internal_error' });
    this.transport.close();
  }

  /** Asked once in a while. */
  endIfStuck(): void {
    const now = this.clock.monotonic();
    if (this.endedAt !== undefined) {
      if (now - this.endedAt > CLOSED_WITHIN_MS) this.transport.close(true);
      return;
    }
    const { packets, bytes, since } = this.waiting;
    const isTooMuch = packets > MOST_WAITING.packets || bytes > MOST_WAITING.bytes;
    if (isTooMuch || (packets > 0 && now - since > TAKEN_WITHIN_MS)) this.end('slow_client');
  }

  private get transport() {
    return this.socket.conn;
  }

  private wait({ data }: Packet): void {
    if (this.waiting.packets === 0) this.waiting.since = this.clock.monotonic();
    this.waiting.packets += 1;
    this.waiting.bytes += data?.length ?? 0;
  }

  private drained(): void {
    this.waiting.packets = 0;
    this.waiting.bytes = 0;
    for (const resume of this.whenTaken.splice(0)) resume();
  }
}
