/** Implements F4, F7. Retries by hand. */
import { Injectable } from '@nestjs/common';
import { Database, type NotificationRecord, appendAudit, findNotification, retryFailed } from '#database';
import { Clock, IdGenerator } from '#runtime';
import { ProblemError } from '../problems/problem.error.js';

@Injectable()
export class RetryService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * Gives a failed notification a new budget of attempts. It is due at once; the rules are asked again when a worker takes it up.
   * @param actor who asks for it
   * @throws ProblemError not_found, not_failed
   */
  retry(actor: string, id: string): Promise<NotificationRecord> {
    const now = this.clock.now();
    return this.database.transaction(async (sql) => {
      const retried = await retryFailed(sql, [id], now);
      const record = await findNotification(sql, id);
      if (record === undefined) throw new ProblemError('not_found');
      if (retried.length === 0) throw new ProblemError('not_failed', `Its status is ${record.status}`);
      await appendAudit(sql, [{ id: this.ids.next(), actor, action: 'notification_retried', target: id }], now);
      return record;
    });
  }
}
