/** Implements F3, F9, N6. What we know of how to reach a customer: from the directory, and from order events. */
import { Injectable } from '@nestjs/common';
import type { OrderRecipient } from '#contracts';
import { Database, RecipientKeys, findRecentOrderEvents, findRecipient } from '#database';
import { openContact, openOrderEvent } from '#delivery';
import type { Contact } from '#notifications';

/** Each brings its own contact, and most bring the same. */
const MOST_EVENTS = 20;

export interface KnownContacts {
  /** undefined: the directory does not know the customer, or it cannot be read any more. */
  readonly directory: Partial<Contact> | undefined;
  /** As the customer's latest order events say, newest first; without those that say nothing or cannot be read any more. */
  readonly events: readonly OrderRecipient[];
}

@Injectable()
export class KnownContactsReader {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
  ) {}

  async read(userId: string): Promise<KnownContacts> {
    const [row, events, keys] = await Promise.all([
      findRecipient(this.database, userId),
      findRecentOrderEvents(this.database, userId, MOST_EVENTS),
      this.keys.find([userId]),
    ]);
    // A key that does not unwrap must not keep the customer from the switches.
    const key = keys.readable.get(userId);
    return {
      directory: openContact(userId, row?.contactSealed, key),
      events: events.flatMap((event) => openOrderEvent(event, key)?.data.recipient ?? []),
    };
  }
}
