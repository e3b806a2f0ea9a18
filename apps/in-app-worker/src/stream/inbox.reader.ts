/** Implements F8, N6. Inbox items as their customers read them: opened, and rendered in the customer's language. */
import { Inject, Injectable } from '@nestjs/common';
import type { OrderData, OrderEvent } from '#contracts';
import { type CustomerRecord, Database, type InboxItem, RecipientKeys, loadCustomers } from '#database';
import { resolveLanguage, resolveTimeZone } from '#notifications';
import { open } from '#privacy';
import { LOGGER, type Logger } from '#runtime';
import { type MessageContext, TemplateError, renderInApp } from '#templates';
import { IN_APP_SETTINGS, type InAppSettings } from '../in-app.settings.js';
import type { StreamNotification } from './stream-events.js';
import { StreamMetrics } from './stream.metrics.js';

/** A message on its way to a customer's devices. */
export interface InboxMessage {
  readonly userId: string;
  readonly seq: number;
  /** A device of the customer has confirmed it. */
  readonly acknowledged: boolean;
  readonly notification: StreamNotification;
}

@Injectable()
export class InboxReader {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    @Inject(IN_APP_SETTINGS) private readonly settings: InAppSettings,
    private readonly metrics: StreamMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * A constant number of statements, whatever the number of items.
   * @returns messages in the order of their items; those of erased customers are left out
   * @throws DatabaseUnavailableError
   */
  async read(items: readonly InboxItem[]): Promise<InboxMessage[]> {
    if (items.length === 0) return [];
    const userIds = [...new Set(items.map((item) => item.userId))];
    const customers = await loadCustomers(this.database, userIds);
    // Keys come last: one that is remembered only counts for a customer the statement above still knew.
    const keys = await this.keys.find(userIds);
    return items.flatMap((item) => {
      const customer = customers.get(item.userId);
      const event = customer?.erased === false ? this.eventOf(item, keys.get(item.userId)) : undefined;
      return customer === undefined || event === undefined ? [] : this.messagesOf(item, event, customer);
    });
  }

  /** Without the customer's key nothing can be read: that is what erasure means. */
  private eventOf(item: InboxItem, key: Buffer | undefined): OrderEvent | undefined {
    if (key === undefined || item.payloadSealed === null) return undefined;
    const place = { table: 'order_event', column: 'payload_sealed', row: item.orderEventId };
    const data = JSON.parse(open(key, item.payloadSealed, place).toString('utf8')) as OrderData;
    return { id: item.eventId, source: item.source, type: item.type, time: item.eventTime, data };
  }

  private messagesOf(item: InboxItem, event: OrderEvent, customer: CustomerRecord): InboxMessage[] {
    const { id, seq, type, userId, acknowledged } = item;
    try {
      const { title, body, data } = renderInApp(event, this.contextOf(event, customer));
      const notification = { id, seq, type, title, body, data, createdAt: item.createdAt.toISOString() };
      return [{ userId, seq, acknowledged, notification }];
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      // It was rendered before it counted as sent, so a template changed since. The rest of the inbox must not wait for a fix.
      this.metrics.unreadable.inc();
      this.logger.error({ err: error, notificationId: id }, 'inbox item cannot be rendered');
      return [];
    }
  }

  private contextOf({ data: { recipient } }: OrderEvent, { preferences, directory }: CustomerRecord): MessageContext {
    return {
      language: resolveLanguage([preferences.language, recipient?.language, directory?.language]),
      timeZone: resolveTimeZone(
        [preferences.timeZone, directory?.timeZone, recipient?.timeZone],
        this.settings.delivery.defaultTimeZone,
      ),
      recipientName: recipient?.name ?? null,
      brand: this.settings.brand,
    };
  }
}
