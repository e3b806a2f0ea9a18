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
import { InboxWriter } from '#delivery';
import { Admissions } from './admissions.js';
import { SignIn } from './sign-in.js';
import { StreamConnections } from './stream-connections.js';
import { type StreamServer, type StreamSocket, readSchema } from './stream-events.js';

/** Clients have little to say. */
const MOST_BYTES_RECEIVED = 16_384;
/** To sign in, in milliseconds; refused ones are hung up by then as well. */
const SIGNED_IN_WITHIN_MS = 10_000;

@WebSocketGateway({
  path: '/api/v2/notifications/stream',
  serveClient: false,
  // Long polling would need every request of a client to reach the same replica.
  transports: ['websocket'],
  maxHttpBufferSize: MOST_BYTES_RECEIVED,
  connectTimeout: SIGNED_IN_WITHIN_MS,
})
export class StreamGateway
  implements OnGatewayInit<StreamServer>, OnGatewayConnection<StreamSocket>, BeforeApplicationShutdown
{
  constructor(
    private readonly signIn: SignIn,
    private readonly admissions: Admissions,
    private readonly connections: StreamConnections,
    private readonly inbox: InboxWriter,
  ) {}

  afterInit(server: StreamServer): void {
    this.connections.watch(server);
    server.use(this.signIn.middleware);
  }

  handleConnection(socket: StreamSocket): void {
    this.connections.open(socket);
  }

  @SubscribeMessage('read')
  async read(@ConnectedSocket() socket: StreamSocket, @MessageBody() body: unknown): Promise<{ ok: true }> {
    const request = readSchema.safeParse(body);
    // As Nest tells of its own exceptions: a client that has asked more than once sees which one this is about.
    const cause = { pattern: 'read', data: body };
    if (!request.success) throw new WsException({ code: 'invalid_request', message: 'read takes { id: UUID }', cause });
    const found = await this.inbox.read(socket.data.userId, request.data.id);
    if (!found) throw new WsException({ code: 'not_found', message: 'There is no such message in this inbox', cause });
    return { ok: true };
  }

  /** Clients connect anew, to another replica or to the next process here, and say where they stand. */
  async beforeApplicationShutdown(): Promise<void> {
    this.admissions.close();
    await this.connections.stop();
  }
}
