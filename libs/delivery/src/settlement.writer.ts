/** Implements F7, N9. Writes a batch of settlements, and what the world is told about them, in one transaction. */
import { Injectable } from '@nestjs/common';
import { PUBLISHED_STATUSES, type PublishedStatus, encodeDeliveryNews, encodeInAppLive } from '#contracts';
import {
  Database,
  type OutboxMessage,
  type OutboxRow,
  type Settlement,
  type SuppressedAddress,
  insertOutbox,
  settle,
  suppressAddresses,
} from '#database';
import { Clock, IdGenerator } from '#runtime';
import type { Assignment } from './assignment.js';

/** What became of one claim. */
export interface SettlementEntry {
  readonly assignment: Assignment;
  readonly settlement: Settlement;
  /** Nothing may be sent to this address again. */
  readonly suppress: boolean;
}

export interface WrittenSettlements {
  /** Those that changed their notification. */
  readonly applied: ReadonlySet<Settlement>;
  /** To be published now. */
  readonly outbox: OutboxRow | null;
}

@Injectable()
export class SettlementWriter {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @throws DatabaseUnavailableError */
  write(batch: readonly SettlementEntry[]): Promise<WrittenSettlements> {
    const now = this.clock.now();
    const byId = new Map(batch.map((entry) => [entry.settlement.id, entry]));
    return this.database.transaction(async (sql) => {
      const applied = await settle(
        sql,
        batch.map((entry) => entry.settlement),
        now,
      );
      const optedOut = batch.flatMap(optOutOf);
      if (optedOut.length > 0) await suppressAddresses(sql, optedOut, now);
      const messages = applied.flatMap((s) => messagesOf(s, byId.get(s.id)?.assignment, now));
      if (messages.length === 0) return { applied: new Set(applied), outbox: null };
      const row: OutboxRow = { id: this.ids.next(), messages };
      await insertOutbox(sql, row, now);
      return { applied: new Set(applied), outbox: row };
    });
  }
}

/** What the provider refuses for good, whether or not its claim still counted. */
function optOutOf({ assignment: { channel, addressHash }, suppress }: SettlementEntry): SuppressedAddress[] {
  return suppress && addressHash !== null ? [{ channel, addressHash, reason: 'provider_opt_out' }] : [];
}

/** News for upstream, for the dead-letter topic and, in-app, for the stream. Ids only. */
function messagesOf(settlement: Settlement, assignment: Assignment | undefined, now: Date): OutboxMessage[] {
  const { outcome } = settlement;
  if (assignment === undefined || outcome.kind !== 'settled' || !(outcome.status in PUBLISHED_STATUSES)) return [];
  const { claim, channel, work } = assignment;
  const attempt = settlement.attempt?.number ?? claim.earlierAttempts + claim.attempts;
  const ids = { notificationId: claim.id, orderId: work.orderId, userId: claim.userId, type: work.type, channel };
  const status: PublishedStatus = outcome.status;
  const messages: OutboxMessage[] = encodeDeliveryNews({ ...ids, status, reason: outcome.reason, attempt }, now);
  if (status === 'sent' && channel === 'in_app') {
    messages.push(encodeInAppLive({ notificationId: claim.id, userId: claim.userId }));
  }
  return messages;
}
