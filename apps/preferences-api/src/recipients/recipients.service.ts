/** Implements N6, N8. The recipient directory by request. */
import { Injectable } from '@nestjs/common';
import { Database, type DirectoryRow, RecipientKeys, findRecipient } from '#database';
import { openContact } from '#delivery';
import { DirectoryService } from '#dispatch';
import { Clock, IdGenerator } from '#runtime';
import { ProblemError } from '../problems/problem.error.js';
import type { RecipientDocument, RecipientInput } from './recipient.schema.js';

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
    const row = await findRecipient(this.database, userId);
    if (row === undefined || row.deletedAt !== null) throw new ProblemError('not_found');
    return this.documentOf(row);
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
