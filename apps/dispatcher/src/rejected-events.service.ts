/** Implements AC-16, N6. Events that cannot be used: the original is kept sealed, the dead-letter topic says where and why. */
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { REJECTION_HEADERS, type RejectedEventError, TOPICS } from '#contracts';
import {
  Database,
  type OutboxMessage,
  type OutboxRow,
  type RejectedEvent,
  insertOutbox,
  storeRejectedEvents,
} from '#database';
import { type BatchMessage, type MessageBatch, OutboxPublisher, sealOriginal } from '#messaging';
import type { Keyring } from '#privacy';
import { Clock, IdGenerator } from '#runtime';

export interface Rejection {
  readonly message: BatchMessage;
  readonly error: RejectedEventError;
}

/** Injection token of `PII_KEYRING`. */
export const PII_KEYRING = Symbol('PII keyring');

@Injectable()
export class RejectedEventsService {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxPublisher,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    @Inject(PII_KEYRING) private readonly keyring: Keyring,
  ) {}

  /** Reading the same messages again stores nothing new; the dead-letter message may be repeated. */
  async reject(topic: MessageBatch['topic'], rejections: readonly Rejection[]): Promise<void> {
    if (rejections.length === 0) return;
    const now = this.clock.now();
    const events = rejections.map((rejection) => this.storedForm(topic, rejection));
    const row = await this.database.transaction(async (sql): Promise<OutboxRow> => {
      const storedIds = await storeRejectedEvents(sql, events, now);
      const messages = rejections.map((rejection, i) => letterOf(topic, rejection, storedIds[i] ?? ''));
      const outboxRow = { id: this.ids.next(), messages };
      await insertOutbox(sql, outboxRow, now);
      return outboxRow;
    });
    await this.outbox.publishCommitted(row);
  }

  private storedForm(topic: MessageBatch['topic'], { message, error }: Rejection): RejectedEvent {
    const position = { topic, partition: message.partition, offset: message.offset };
    return {
      id: this.ids.next(),
      ...position,
      code: error.code,
      message: error.message,
      originalSealed: sealOriginal(this.keyring, position, message, randomBytes),
    };
  }
}

function letterOf(topic: MessageBatch['topic'], { message, error }: Rejection, rejectedId: string): OutboxMessage {
  return {
    topic: TOPICS.rejectedOrderEvents.name,
    key: readableKey(message.key),
    value: null,
    headers: {
      [REJECTION_HEADERS.code]: error.code,
      [REJECTION_HEADERS.message]: error.message,
      [REJECTION_HEADERS.topic]: topic,
      [REJECTION_HEADERS.partition]: String(message.partition),
      [REJECTION_HEADERS.offset]: message.offset,
      [REJECTION_HEADERS.rejectedId]: rejectedId,
    },
  };
}

/** A key that is no text, or holds a NUL, cannot go through the outbox; the sealed original has it. */
function readableKey(key: Buffer | null): string | null {
  const text = key?.toString('utf8') ?? null;
  return text === null || text.includes('\0') || text.includes('\uFFFD') ? null : text;
}
