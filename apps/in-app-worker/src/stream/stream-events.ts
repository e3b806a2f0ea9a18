/** Implements F8. What passes over the stream, and what a connection has to say. */
import type { InboxNotification } from '#delivery';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import { z } from 'zod';

export type StreamNotification = InboxNotification;

/** Too much was missed: what lies between the two positions, both left out, is in the inbox and not replayed. */
export interface SkippedMessages {
  readonly afterSeq: number;
  readonly beforeSeq: number;
}

/** Why the server ends a connection, by the code that the client is told. */
export const CLOSINGS = {
  expired_token: 'The access token has expired: connect again with a new one',
  shutting_down: 'This server stops: connect again',
  slow_client: 'The client did not take what it was sent: connect again',
  too_many_messages: 'The client sent too much: connect again later',
} as const satisfies Record<string, string>;

export type ClosingCode = keyof typeof CLOSINGS;

interface ServerEvents {
  notification: (notification: StreamNotification, acknowledge: () => void) => void;
  /** `lastSeq`: what to connect with again. */
  unread_count: (unread: { count: number; lastSeq: number }) => void;
  read: (message: { id: string }) => void;
  archived: (message: { id: string }) => void;
  /** Everything up to this position is read. */
  all_read: (all: { upToSeq: number }) => void;
  skipped: (skipped: SkippedMessages) => void;
  /** The last thing that is said. */
  closing: (closing: { code: ClosingCode; message: string }) => void;
}

interface ClientEvents {
  read: (request: ReadRequest) => void;
}

/** Whose connection it is. */
export interface SignedIn {
  readonly userId: string;
  /** The highest `seq` the client has; null: it has nothing. */
  readonly lastSeq: number | null;
  /** When its token stops to open anything. */
  readonly expiresAt: Date;
}

export type StreamServer = Server<ClientEvents, ServerEvents, DefaultEventsMap, SignedIn>;
export type StreamSocket = Socket<ClientEvents, ServerEvents, DefaultEventsMap, SignedIn>;
/** What socket.io runs on: one websocket. */
export type Transport = StreamSocket['conn'];

/** `auth` of a connection. */
export const connectionSchema = z.object({
  token: z.string(),
  /** The highest `seq` the client has; absent: the client has nothing. */
  lastSeq: z.int().min(0).nullish(),
});

export const readSchema = z.object({ id: z.uuid() });

export type ReadRequest = z.infer<typeof readSchema>;
