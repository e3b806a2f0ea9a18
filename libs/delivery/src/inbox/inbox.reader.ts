/** Implements F8, N6. Inbox items as their customers read them: opened, and rendered in the customer's language. */
import { Inject, Injectable } from '@nestjs/common';
import type { NotificationType, OrderEvent } from '#contracts';
import { type CustomerRecord, Database, type InboxItem, RecipientKeys, loadCustomers } from '#database';
import { LOGGER, type Logger } from '#runtime';
import { type RenderedInApp, TemplateError, renderInApp } from '#templates';
import { messageLanguage, messageZones } from '../message-locale.js';
import { openOrderEvent } from '../sealed-customer-data.js';
import { InboxMetrics } from './inbox.metrics.js';
import { INBOX_SETTINGS, type InboxSettings } from './inbox.settings.js';

/** A message of the inbox, in the customer's language. */
export interface InboxNotification extends RenderedInApp {
  readonly id: string;
  /** Position in the customer's inbox. */
  readonly seq: number;
  readonly type: NotificationType;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

export interface InboxMessage {
  readonly userId: string;
  readonly seq: number;
  /** In the inbox. */
  readonly arrivedAt: Date;
  /** The customer is known to have it. */
  readonly acknowledged: boolean;
  readonly readAt: Date | null;
  readonly notification: InboxNotification;
}

@Injectable()
export class InboxReader {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    @Inject(INBOX_SETTINGS) private readonly settings: InboxSettings,
    private readonly metrics: InboxMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * A constant number of statements, whatever the number of items.
   * @returns messages in the order of their items; those of erased customers are left out, and those of customers whose keys do not unwrap
   * @throws DatabaseUnavailableError
   */
  async read(items: readonly InboxItem[]): Promise<InboxMessage[]> {
    if (items.length === 0) return [];
    const userIds = [...new Set(items.map((item) => item.userId))];
    const customers = await loadCustomers(this.database, userIds);
    // Keys come last: one that is remembered only counts for a customer the statement above still knew.
    const keys = await this.keys.find(userIds);
    return items.flatMap((item) => {
      if (keys.isUnreadable(item.userId)) {
        this.metrics.unreadable.inc();
        return [];
      }
      const customer = customers.get(item.userId);
      const event = customer?.erased === false ? openOrderEvent(item, keys.get(item.userId)) : undefined;
      return customer === undefined || event === undefined ? [] : this.messagesOf(item, event, customer);
    });
  }

  private messagesOf(item: InboxItem, event: OrderEvent, customer: CustomerRecord): InboxMessage[] {
    const { id, seq, type, userId, arrivedAt, acknowledged, readAt } = item;
    const { recipient } = event.data;
    const { brand, defaultTimeZone } = this.settings;
    const [timeZone] = messageZones(customer, recipient, () => recipient?.phone ?? null, defaultTimeZone);
    const locale = { language: messageLanguage(customer, recipient), timeZone };
    try {
      const rendered = renderInApp(event, { ...locale, recipientName: recipient?.name ?? null, brand });
      const notification = { id, seq, type, ...rendered, createdAt: item.createdAt.toISOString() };
      return [{ userId, seq, arrivedAt, acknowledged, readAt, notification }];
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      // It was rendered before it counted as sent, so a template changed since. The rest of the inbox must not wait for a fix.
      this.metrics.unreadable.inc();
      this.logger.error({ err: error, notificationId: id }, 'inbox item cannot be rendered');
      return [];
    }
  }
}
