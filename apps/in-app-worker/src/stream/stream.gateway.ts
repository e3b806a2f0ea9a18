/** Implements F1, F8, AC-18. The socket.io end of the stream. */
import type { BeforeApplicationShutdown } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
  WsException,
} from '@nestjs/websockets';
import { type InboxMessage, InboxWriter } from '#delivery';
import { Acknowledgements } from './acknowledgements.js';
import { SignIn } from './sign-in.js';
import { type StreamServer, type StreamSocket, readSchema } from './stream-events.js';
import { type Device, StreamSession } from './stream-session.js';
import { StreamMetrics } from './stream.metrics.js';
import { StreamService } from './stream.service.js';

/** Clients have little to say. */
const MOST_BYTES_RECEIVED = 16_384;

@WebSocketGateway({
  path: '/api/v2/notifications/stream',
  serveClient: false,
  // Long polling would need every request of a client to reach the same replica.
  transports: ['websocket'],
  maxHttpBufferSize: MOST_BYTES_RECEIVED,
})
export class StreamGateway
  implements OnGatewayInit<StreamServer>, OnGatewayConnection<StreamSocket>, BeforeApplicationShutdown
{
  private server: StreamServer | undefined;

  constructor(
    private readonly signIn: SignIn,
    private readonly stream: StreamService,
    private readonly acknowledgements: Acknowledgements,
    private readonly inbox: InboxWriter,
    private readonly metrics: StreamMetrics,
  ) {}

  afterInit(server: StreamServer): void {
    server.use(this.signIn.middleware);
    this.server = server;
  }

  handleConnection(socket: StreamSocket): void {
    const { userId, lastSeq } = socket.data;
    const session = new StreamSession(userId, lastSeq, this.deviceAt(socket));
    this.metrics.connections.inc();
    socket.once('disconnect', () => {
      this.metrics.connections.dec();
      this.stream.close(session);
    });
    void this.stream.open(session);
  }

  @SubscribeMessage('read')
  async read(@ConnectedSocket() socket: StreamSocket, @MessageBody() body: unknown): Promise<{ ok: true }> {
    const request = readSchema.safeParse(body);
    if (!request.success) throw new WsException({ code: 'invalid_request', message: 'read takes { id: UUID }' });
    await this.inbox.read(socket.data.userId, request.data.id);
    return { ok: true };
  }

  /** Clients connect anew, to another replica or to the next process here, and say where they stand. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const socket of this.server?.sockets.sockets.values() ?? []) hangUp(socket);
    await this.stream.stop();
    await this.acknowledgements.stop();
  }

  private deviceAt(socket: StreamSocket): Device {
    return {
      receive: (message) => this.emit(socket, message),
      receiveUnread: (count) => void socket.emit('unread_count', { count }),
      disconnect: () => hangUp(socket),
    };
  }

  private emit(socket: StreamSocket, { notification, acknowledged }: InboxMessage): void {
    this.metrics.messages.inc();
    // Without a time-out: a late acknowledgement is as good, and one that never comes is forgotten with its socket.
    socket.emit('notification', notification, () => {
      if (!acknowledged) this.acknowledgements.add(notification.id);
    });
  }
}

/** Closes the transport. After a `disconnect`, clients would take it as meant for good and not connect anew. */
function hangUp(socket: StreamSocket): void {
  socket.conn.close();
}
