import { type Server as HttpServer, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import type { StreamNotification } from './index.js';

export function notificationAt(seq: number): StreamNotification {
  return {
    id: `id-${seq}`,
    seq,
    type: 'order_shipped',
    title: `Message ${seq}`,
    body: 'On its way',
    icon: 'package',
    actionUrl: null,
    data: { orderId: 'o-1', orderNumber: 'A-1' },
    createdAt: '2026-11-22T10:00:00.000Z',
  };
}

/** A server of the stream that does what a test says. */
export class ScriptedServer {
  readonly port: number;
  readonly auths: Record<string, unknown>[] = [];
  readonly acknowledged: number[] = [];
  readonly reads: string[] = [];
  /** Codes of refusals, the first one for the next connection. */
  readonly refusals: string[] = [];
  onConnection: (socket: Socket) => void = () => undefined;
  /** Default: taken. */
  onRead: (id: string, answer: (result: unknown) => void, socket: Socket) => void = (_, answer) => answer({ ok: true });

  private constructor(
    http: HttpServer,
    private readonly io: Server,
  ) {
    this.port = (http.address() as AddressInfo).port;
    io.use((socket, next) => {
      this.auths.push(socket.handshake.auth);
      const code = this.refusals.shift();
      next(code === undefined ? undefined : Object.assign(new Error(code), { data: { code } }));
    });
    io.on('connection', (socket) => {
      socket.on('read', ({ id }: { id: string }, answer: (result: unknown) => void) => {
        this.reads.push(id);
        this.onRead(id, answer, socket);
      });
      this.onConnection(socket);
    });
  }

  /** @param port default: any free one */
  static async start(port = 0): Promise<ScriptedServer> {
    const http = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    return new ScriptedServer(
      http,
      new Server(http, { path: '/api/v2/notifications/stream', transports: ['websocket'] }),
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  send(socket: Socket, ...seqs: number[]): void {
    for (const seq of seqs) {
      socket.emit('notification', notificationAt(seq), () => this.acknowledged.push(seq));
    }
  }

  /** To every connection. */
  sendAll(...seqs: number[]): void {
    for (const socket of this.io.sockets.sockets.values()) this.send(socket, ...seqs);
  }

  /** To every connection, without a wish for an answer. */
  tellAll(event: string, payload: unknown): void {
    this.io.emit(event, payload);
  }

  /** As the stream ends connections. */
  close(code: string): void {
    for (const socket of this.io.sockets.sockets.values()) {
      socket.emit('closing', { code, message: code });
      socket.conn.close();
    }
  }

  /** Without a word. */
  cut(): void {
    for (const socket of this.io.sockets.sockets.values()) socket.conn.close();
  }

  async stop(): Promise<void> {
    await this.io.close();
  }
}
