/** Implements F8. What passes over the stream, and what a connection has to say. */
import type { InboxNotification } from '#delivery';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import { z } from 'zod';

export type StreamNotification = InboxNotification;

interface ServerEvents {
  notification: (notification: StreamNotification, acknowledge: () => void) => void;
  unread_count: (unread: { count: number }) => void;
}

interface ClientEvents {
  read: (request: ReadRequest) => void;
}

/** Whose connection it is. */
export interface SignedIn {
  userId: string;
  /** The highest `seq` the client has; null: it has nothing. */
  lastSeq: number | null;
}

export type StreamServer = Server<ClientEvents, ServerEvents, DefaultEventsMap, SignedIn>;
export type StreamSocket = Socket<ClientEvents, ServerEvents, DefaultEventsMap, SignedIn>;

/** `auth` of a connection. */
export const connectionSchema = z.object({
  token: z.string(),
  /** The highest `seq` the client has; absent: the client has nothing. */
  lastSeq: z.int().min(0).nullish(),
});

export const readSchema = z.object({ id: z.uuid() });

export type ReadRequest = z.infer<typeof readSchema>;
