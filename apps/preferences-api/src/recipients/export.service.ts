/** Implements N8. What is held of a customer, opened and put into words. */
import { Injectable } from '@nestjs/common';
import type { PreferencesDocument } from '#contracts';
import {
  Database,
  type HeldOrderEvent,
  type NotificationRecord,
  RecipientKeys,
  appendAudit,
  findHeldConsents,
  findHeldCounts,
  findHeldOrderEvents,
  findHeldSuppressions,
  findPreferenceChanges,
  findPreferences,
  listNotifications,
} from '#database';
import { openOrderEvent } from '#delivery';
import { Clock, IdGenerator } from '#runtime';
import { documentOf } from '../notifications/notification-document.js';
import { ProblemError } from '../problems/problem.error.js';
import type { CustomerExport } from './export.schema.js';
import { RecipientsService } from './recipients.service.js';

const PAGE = 500;
/** More than a person makes. */
const MOST_CHANGES = 10_000;

@Injectable()
export class ExportService {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    private readonly recipients: RecipientsService,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @param actor who asks; it is recorded
   * @throws ProblemError not_found when nothing is held, also of a customer who was erased
   */
  async export(userId: string, actor: string): Promise<CustomerExport> {
    const recipient = await this.recipients.findEntry(userId);
    if (recipient === 'erased') throw new ProblemError('not_found');
    const { preferences, version, updatedAt } = await findPreferences(this.database, userId);
    const changes = await findPreferenceChanges(this.database, userId, MOST_CHANGES);
    const consents = await findHeldConsents(this.database, userId);
    const orderEvents = await findHeldOrderEvents(this.database, userId);
    if (recipient === null && version === 0 && consents.length === 0 && orderEvents.length === 0) {
      throw new ProblemError('not_found');
    }
    const exported = {
      userId,
      exportedAt: this.clock.now().toISOString(),
      recipient,
      preferences: { ...preferences, updatedAt: updatedAt?.toISOString() ?? null } as PreferencesDocument,
      preferenceChanges: changes.map(({ at, actor: by, source, changes: made }) => ({
        at: at.toISOString(),
        actor: by,
        source,
        changes: made.map((change) => ({ ...change })),
      })),
      consents: consents.map((consent) => ({ ...consent, at: consent.at.toISOString() })),
      suppressions: (await findHeldSuppressions(this.database, userId)).map((one) => ({
        ...one,
        since: one.since.toISOString(),
      })),
      orderEvents: await this.opened(userId, orderEvents),
      notifications: (await this.notificationsOf(userId)).map((record) => documentOf(record, 'staff')),
      dailyCounts: await findHeldCounts(this.database, userId),
    };
    const entry = { id: this.ids.next(), actor, action: 'customer_exported' as const, target: userId };
    await appendAudit(this.database, [entry], this.clock.now());
    return exported;
  }

  private async opened(userId: string, held: readonly HeldOrderEvent[]): Promise<CustomerExport['orderEvents']> {
    const keys = await this.keys.find([userId]);
    return held.map((event) => ({
      source: event.source,
      id: event.eventId,
      type: event.type,
      time: event.eventTime.toISOString(),
      receivedAt: event.receivedAt.toISOString(),
      data: openOrderEvent(event, keys.get(userId))?.data ?? null,
    }));
  }

  /** Newest first. */
  private async notificationsOf(userId: string): Promise<NotificationRecord[]> {
    const all: NotificationRecord[] = [];
    for (;;) {
      const page = await listNotifications(this.database, { userId, beforeId: all.at(-1)?.id }, PAGE);
      all.push(...page);
      if (page.length < PAGE) return all;
    }
  }
}
