/** Implements N6, N8. The recipient directory by request. */
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import {
  Database,
  type DirectoryRow,
  RecipientKeys,
  START_WINDOW_MS,
  appendAudit,
  findRecipient,
  hasSendingRows,
} from '#database';
import { openContact } from '#delivery';
import { DirectoryService } from '#dispatch';
import { Clock, IdGenerator } from '#runtime';
import { ProblemError } from '../problems/problem.error.js';
import type { ErasureDocument, RecipientDocument, RecipientInput } from './recipient.schema.js';

@Injectable()
export class RecipientsService {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @throws ProblemError not_found, also for a customer who was deleted */
  async find(userId: string): Promise<RecipientDocument> {
    const entry = await this.findEntry(userId);
    if (entry === null || entry === 'erased') throw new ProblemError('not_found');
    return entry;
  }

  /** @returns null when nothing was ever said of the customer */
  async findEntry(userId: string): Promise<RecipientDocument | 'erased' | null> {
    const row = await findRecipient(this.database, userId);
    if (row === undefined) return null;
    return row.deletedAt === null ? this.documentOf(row) : 'erased';
  }

  /**
   * Erases, as the event `customer.deleted` of this moment would. Once this returns, no request to a provider starts any more.
   * @param actor who asks; it is recorded
   * @throws ProblemError newer_entry
   */
  async erase(userId: string, actor: string): Promise<ErasureDocument> {
    const now = this.clock.now();
    const entry = { id: this.ids.next(), actor, action: 'customer_erased' as const, target: userId };
    await appendAudit(this.database, [entry], now);
    await this.directory.apply([{ type: 'customer.deleted', id: this.ids.next(), time: now, data: { userId } }]);
    const row = await findRecipient(this.database, userId);
    if (row?.deletedAt == null) throw new ProblemError('newer_entry');
    if (await hasSendingRows(this.database, userId)) await delay(START_WINDOW_MS);
    return { userId, erasedAt: row.deletedAt.toISOString() };
  }

  /** @param actor who asked for everything that is held of a customer */
  async recordExport(userId: string, actor: string): Promise<void> {
    const entry = { id: this.ids.next(), actor, action: 'customer_exported' as const, target: userId };
    await appendAudit(this.database, [entry], this.clock.now());
  }

  /**
   * Counts as an event of this moment: the entry takes it in unless it has heard something of a later time.
   * @throws ProblemError newer_entry
   */
  async upsert(userId: string, said: RecipientInput): Promise<RecipientDocument> {
    const time = this.clock.now();
    await this.directory.apply([{ type: 'customer.upserted', id: this.ids.next(), time, data: { ...said, userId } }]);
    const row = await findRecipient(this.database, userId);
    if (row?.eventTime.getTime() !== time.getTime()) throw new ProblemError('newer_entry');
    return this.documentOf(row);
  }

  private async documentOf(row: DirectoryRow): Promise<RecipientDocument> {
    const { userId, language, timeZone, country, eventTime } = row;
    const keys = await this.keys.find([userId]);
    const { email = null, phone = null, name = null } = openContact(userId, row.contactSealed, keys.get(userId)) ?? {};
    return { userId, email, phone, name, language, timeZone, country, updatedAt: eventTime.toISOString() };
  }
}
