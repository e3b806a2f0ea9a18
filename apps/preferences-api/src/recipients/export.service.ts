/** Implements N8. What is held of a customer, opened and put into words. */
import { Injectable } from '@nestjs/common';
import type { OrderData, PreferencesDocument } from '#contracts';
import {
  type AddressHashes,
  Database,
  type HeldOrderEvent,
  type NotificationRecord,
  RecipientKeys,
  findHeldAudit,
  findHeldConsents,
  findHeldCounts,
  findHeldDeadLetters,
  findHeldHashes,
  findHeldOrderEvents,
  findHeldSuppressionEvents,
  findHeldSuppressions,
  findPreferenceChanges,
  findPreferences,
  listNotifications,
} from '#database';
import { openOrderEvent } from '#delivery';
import { AddressHasher } from '#privacy';
import { Clock } from '#runtime';
import { NO_BACKGROUND } from '../notifications/background.js';
import { documentOf } from '../notifications/notification-document.js';
import { ProblemError } from '../problems/problem.error.js';
import type { CustomerExport } from './export.schema.js';
import { RecipientsService } from './recipients.service.js';

const PAGE = 500;
/** More than a person makes. */
const MOST_CHANGES = 10_000;

type OpenedEvent = HeldOrderEvent & { readonly data: OrderData | null };

@Injectable()
export class ExportService {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    private readonly recipients: RecipientsService,
    private readonly hasher: AddressHasher,
    private readonly clock: Clock,
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
    const orderEvents = await this.opened(userId, await findHeldOrderEvents(this.database, userId));
    if (recipient === null && version === 0 && consents.length === 0 && orderEvents.length === 0) {
      throw new ProblemError('not_found');
    }
    const hashes = await this.hashesOf(userId, [recipient, ...orderEvents.map(({ data }) => data?.recipient)]);
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
      consents: consents.map(dated),
      suppressions: (await findHeldSuppressions(this.database, hashes)).map(({ since, ...rest }) => ({
        ...rest,
        since: since.toISOString(),
      })),
      suppressionEvents: (await findHeldSuppressionEvents(this.database, hashes)).map(dated),
      orderEvents: orderEvents.map(wordsOf),
      notifications: (await this.notificationsOf(userId)).map((record) => documentOf(record, NO_BACKGROUND, 'staff')),
      deadLetters: (await findHeldDeadLetters(this.database, userId)).map(dated),
      audit: (await findHeldAudit(this.database, userId, hashes)).map(dated),
      dailyCounts: await findHeldCounts(this.database, userId),
    };
    await this.recipients.recordExport(userId, actor);
    return exported;
  }

  private async opened(userId: string, held: readonly HeldOrderEvent[]): Promise<OpenedEvent[]> {
    const keys = await this.keys.find([userId]);
    return held.map((event) => ({ ...event, data: openOrderEvent(event, keys.get(userId))?.data ?? null }));
  }

  /** Under every key: what is on record of an address may be under an older key than its event, or a newer one. */
  private async hashesOf(
    userId: string,
    contacts: readonly (SaidAddresses | null | undefined)[],
  ): Promise<AddressHashes> {
    const held = await findHeldHashes(this.database, userId);
    const email = contacts.flatMap((contact) => this.hasher.everyHashOf('email', contact?.email));
    const phone = contacts.flatMap((contact) => this.hasher.everyHashOf('phone', contact?.phone));
    return { email: [...held.email, ...email], phone: [...held.phone, ...phone] };
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

interface SaidAddresses {
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

const dated = <T extends { readonly at: Date }>(held: T) => ({ ...held, at: held.at.toISOString() });

const wordsOf = ({ source, eventId, type, eventTime, receivedAt, data }: OpenedEvent) => ({
  source,
  id: eventId,
  type,
  time: eventTime.toISOString(),
  receivedAt: receivedAt.toISOString(),
  data,
});
