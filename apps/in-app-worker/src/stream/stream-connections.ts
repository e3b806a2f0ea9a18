/** Implements F8, AC-18. The connections of this replica, from the transport's opening to its end. */
import { Injectable } from '@nestjs/common';
import { Clock } from '#runtime';
import { Acknowledgements } from './acknowledgements.js';
import { MessageBudget } from './message-budget.js';
import { SocketDevice } from './socket-device.js';
import type { StreamServer, StreamSocket, Transport } from './stream-events.js';
import { StreamSession } from './stream-session.js';
import { StreamMetrics } from './stream.metrics.js';
import { StreamService } from './stream.service.js';

/** For a client to answer the end of its connection, in milliseconds. */
const HUNG_UP_WITHIN_MS = 2_000;

type Wire = Transport['request']['socket'];

interface Connection {
  readonly session: StreamSession;
  readonly device: SocketDevice;
}

@Injectable()
export class StreamConnections {
  private readonly connections = new Map<Transport, Connection>();
  private readonly wires = new Set<Wire>();
  /** Where the sweep has come to. */
  private toSweep = this.connections.values();
  private isStopping = false;

  constructor(
    private readonly stream: StreamService,
    private readonly acknowledgements: Acknowledgements,
    private readonly metrics: StreamMetrics,
    private readonly clock: Clock,
  ) {}

  get isEmpty(): boolean {
    return this.connections.size === 0;
  }

  /** Counts what clients say from the first packet on: who has not signed in may not say more than others. */
  watch(server: StreamServer): void {
    server.engine.on('connection', (transport: Transport) => {
      this.watchWire(transport);
      if (this.isStopping) {
        transport.close();
        return;
      }
      const budget = new MessageBudget(this.clock.monotonic());
      transport.on('packet', () => {
        if (!budget.take(this.clock.monotonic())) this.silence(transport);
      });
    });
  }

  /** @param socket signed in */
  open(socket: StreamSocket): void {
    const device = new SocketDevice(socket, this.clock, this.metrics, (id) => this.acknowledgements.add(id));
    const session = new StreamSession(socket.data, device);
    const transport = socket.conn;
    this.connections.set(transport, { session, device });
    this.metrics.connections.inc();
    socket.once('disconnect', () => {
      this.connections.delete(transport);
      this.metrics.connections.dec();
      this.stream.close(session);
      // A client that leaves the stream and keeps its transport would be counted by nobody.
      transport.close();
    });
    forgetRequest(socket);
    void this.stream.open(session);
  }

  /**
   * Ends what has outlived its token, and what does not take what it is sent.
   * @param parts a call looks at one of so many parts of all connections, going on where the last one ended
   */
  sweep(parts: number): void {
    const now = this.clock.now();
    for (let left = Math.ceil(this.connections.size / parts); left > 0; left -= 1) {
      const next = this.toSweep.next();
      if (next.done === true) {
        this.toSweep = this.connections.values();
        return;
      }
      const { session, device } = next.value;
      if (session.client.expiresAt <= now) device.end('expired_token');
      device.endIfStuck();
    }
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    for (const { device } of this.connections.values()) device.end('shutting_down');
    // A client that takes nothing would not take this either, and the process would wait for it.
    setTimeout(() => this.cut(), HUNG_UP_WITHIN_MS).unref();
    await this.stream.stop();
    await this.acknowledgements.stop();
  }

  private cut(): void {
    for (const wire of this.wires) wire.destroy();
  }

  /** A client that does not answer its end would be waited for by the websocket for 30 s, and by the end of the process with it. */
  private watchWire(transport: Transport): void {
    const wire = transport.request.socket;
    this.wires.add(wire);
    wire.once('close', () => this.wires.delete(wire));
    transport.once('close', () => setTimeout(() => wire.destroy(), HUNG_UP_WITHIN_MS).unref());
  }

  private silence(transport: Transport): void {
    const connection = this.connections.get(transport);
    if (connection === undefined) transport.close();
    else connection.device.end('too_many_messages');
  }
}

/** The token has done its work, and so has the request that socket.io keeps for as long as the connection lives. */
function forgetRequest({ conn, handshake }: StreamSocket): void {
  Object.assign(conn, { request: null });
  handshake.auth = {};
  handshake.headers = {};
}
