/**
 * Implements F4, N6, N8, AC-14. Keeps the recipient directory: an absent field keeps what is stored, null clears it, only newer events count.
 * Consents that customer events bring go into the ledger.
 */
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type CustomerEvent, type CustomerUpserted, encodeDeliveryEvent } from '#contracts';
import {
  type ConsentEvent,
  Database,
  type DirectoryRow,
  RecipientKeys,
  type Tombstone,
  type Transaction,
  appendSmsConsents,
  endWaiting,
  findLatestSmsConsents,
  holdPreferences,
  insertOutbox,
  lockRecipients,
  lookAgain,
  revokeSmsConsents,
  upsertRecipients,
} from '#database';
import { openContact } from '#delivery';
import type { Contact } from '#notifications';
import { AddressHasher, seal } from '#privacy';
import { Clock, IdGenerator } from '#runtime';
import { entriesOf } from './consent-entries.js';
import { finishErasures, isFinished } from './erasure.js';

@Injectable()
export class DirectoryService {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    private readonly hasher: AddressHasher,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * Applies a batch in its order, in one transaction; in several where customers come back after their deletion. Applied again, it changes nothing.
   * @throws UnreadableKeyError naming customers of whom nothing new can be kept; the batch may have been applied in part
   */
  async apply(events: readonly CustomerEvent[]): Promise<void> {
    for (const round of rounds(events)) await this.applyRound(round);
  }

  private async applyRound(events: readonly CustomerEvent[]): Promise<void> {
    const userIds = [...new Set(events.map((event) => event.data.userId))];
    const upserted = events.filter((event) => event.type === 'customer.upserted');
    await this.finishErasuresOf(upserted.map((event) => event.data.userId));
    const keys = await this.keys.findOrCreate(
      upserted.map((event) => event.data.userId),
      new Map(upserted.map((event) => [event.data.userId, this.timeOf(event)])),
    );
    keys.requireReadable(upserted.map((event) => event.data.userId));
    const rows = await this.database.transaction(async (sql) => {
      // A change of preferences under way has consented to the number, or to a customer's being there, that this may end.
      await holdPreferences(sql, userIds);
      const current = await lockRecipients(sql, userIds);
      const standing = await findLatestSmsConsents(sql, userIds);
      const now = this.clock.now();
      const consents: ConsentEvent[] = [];
      const changed = new Set<string>();
      for (const event of events) {
        const before = current.get(event.data.userId);
        const row = this.next(event, before, keys.get(event.data.userId), now);
        if (row === undefined) continue;
        consents.push(...this.consentsAfter(event, before, row, standing));
        current.set(row.userId, row);
        changed.add(row.userId);
      }
      await upsertRecipients(
        sql,
        [...changed].flatMap((userId) => current.get(userId) ?? []),
        now,
      );
      await appendSmsConsents(sql, consents);
      // An address that was waited for, or a zone in which it is no longer night.
      const gone = [...changed].filter(isTombstone(current));
      await this.endWaiting(sql, gone, now);
      const known = [...changed].filter((userId) => !gone.includes(userId));
      await lookAgain(sql, known, ['no_recipient', 'quiet_hours'], now);
      return current;
    });
    // Also for a deletion seen before: a crash may have come between the tombstone and the rest.
    const deleted = new Set(events.filter(isDeletion).map((event) => event.data.userId));
    await this.finish(tombstonesIn(rows).filter(({ userId }) => deleted.has(userId)));
  }

  /** Before a customer who comes back gets a key: a crash may have left the old one, and with it all that it opens. */
  private async finishErasuresOf(userIds: readonly string[]): Promise<void> {
    const tombstones = tombstonesIn(await this.database.transaction((sql) => lockRecipients(sql, userIds)));
    const keys = await this.keys.find(tombstones.map(({ userId }) => userId));
    const now = this.clock.now();
    await this.finish(tombstones.filter((tombstone) => !isFinished(tombstone, keys, now)));
  }

  /** Finishes erasures whose tombstones stand; what is finished stays as it is. */
  async finish(tombstones: readonly Tombstone[]): Promise<void> {
    const { database, keys, clock, ids } = this;
    await finishErasures({ database, keys, clock, ids }, tombstones);
  }

  /** What is on its way to a provider cannot be called back; what waits ends here, and upstream is told. */
  private async endWaiting(sql: Transaction, userIds: readonly string[], now: Date): Promise<void> {
    if (userIds.length === 0) return;
    await revokeSmsConsents(
      sql,
      userIds.map((userId) => ({ id: this.ids.next(), userId })),
      now,
    );
    const ended = await endWaiting(sql, userIds, now);
    if (ended.length === 0) return;
    const news = ended.map((one) => encodeDeliveryEvent({ ...one, status: 'suppressed', reason: 'erased' }, now));
    await insertOutbox(sql, { id: this.ids.next(), messages: news }, now);
  }

  /** @param standing by customer: the entry that decides; the event moves it on */
  private consentsAfter(
    event: CustomerEvent,
    before: DirectoryRow | undefined,
    row: DirectoryRow,
    standing: Map<string, ConsentEvent>,
  ): readonly ConsentEvent[] {
    // A deletion ends consent in its own way, once for the batch.
    if (event.type === 'customer.deleted') return [];
    const { userId, phoneHash, eventTime } = row;
    const numberChanged = this.changesNumber(event.data, before);
    const news = { phoneHash, numberChanged, eventTime, imported: this.consentsOf(event.data, row) };
    const after = entriesOf(standing.get(userId), news, () => this.ids.next());
    if (after.standing !== undefined) standing.set(userId, after.standing);
    return after.entries;
  }

  /** While look-up keys rotate, what is stored may be under another than the active one. */
  private changesNumber({ phone }: CustomerUpserted, before: DirectoryRow | undefined): boolean {
    const known = before?.phoneHash ?? null;
    if (known === null || phone === undefined) return false;
    return !this.hasher.everyHashOf('phone', phone).some((hash) => hash.equals(known));
  }

  /** Consent that upstream collected, for the number this event leaves the customer with. */
  private consentsOf({ consents = [] }: CustomerUpserted, row: DirectoryRow): ConsentEvent[] {
    return consents.map(({ purpose, method, at, textVersion }) => ({
      id: this.ids.next(),
      userId: row.userId,
      action: 'granted',
      addressHash: row.phoneHash,
      purpose,
      method,
      textVersion,
      source: 'customer_event',
      actor: 'upstream',
      // The newest entry decides: one that claims to come from the future must not outweigh a refusal still to come.
      at: new Date(Math.min(Date.parse(at), row.eventTime.getTime())),
    }));
  }

  /** @returns the entry after this event, or undefined when the event is not newer than what is stored */
  private next(
    event: CustomerEvent,
    stored: DirectoryRow | undefined,
    key: Buffer | undefined,
    now: Date,
  ): DirectoryRow | undefined {
    const eventTime = this.timeOf(event);
    if (stored !== undefined && !replaces(event, eventTime, stored)) return undefined;
    if (event.type === 'customer.deleted') return tombstone(event.data.userId, eventTime, stored, now);
    // Erased, and this is from before: the tombstone is elsewhere, in the ledger.
    if (key === undefined) return undefined;
    const known = stored === undefined || stored.deletedAt !== null ? undefined : stored;
    const contact = mergeFields(event.data, openContact(event.data.userId, known?.contactSealed, key) ?? {});
    return {
      userId: event.data.userId,
      contactSealed: seal(key, JSON.stringify(contact), placeOf(event.data.userId), randomBytes),
      ...this.hasher.hashesOf(contact),
      language: pick(event.data.language, known?.language),
      timeZone: pick(event.data.timeZone, known?.timeZone),
      country: pick(event.data.country, known?.country),
      eventTime,
      deletedAt: null,
      writtenAt: now,
    };
  }

  /** A clock that is ahead must not make every later event look old, least of all a deletion. */
  private timeOf(event: CustomerEvent): Date {
    const now = this.clock.now();
    return event.time > now ? now : event.time;
  }
}

/** A deletion has to destroy the customer's key before a later event of that customer asks for one. */
function rounds(events: readonly CustomerEvent[]): CustomerEvent[][] {
  const result: CustomerEvent[][] = [];
  const deleted = new Set<string>();
  for (const event of events) {
    const { userId } = event.data;
    const comesBack = event.type === 'customer.upserted' && deleted.has(userId);
    if (comesBack) deleted.clear();
    if (event.type === 'customer.deleted') deleted.add(userId);
    const round = result.at(-1);
    if (round === undefined || comesBack) result.push([event]);
    else round.push(event);
  }
  return result;
}

/** Of two events at the same instant, the deletion holds. */
function replaces(event: CustomerEvent, eventTime: Date, stored: DirectoryRow): boolean {
  const same = eventTime.getTime() === stored.eventTime.getTime();
  return eventTime > stored.eventTime || (same && event.type === 'customer.deleted' && stored.deletedAt === null);
}

const isDeletion = (event: CustomerEvent) => event.type === 'customer.deleted';

const tombstonesIn = (rows: ReadonlyMap<string, DirectoryRow>): Tombstone[] =>
  [...rows.values()]
    .filter(({ deletedAt }) => deletedAt !== null)
    .map(({ userId, eventTime, writtenAt }) => ({ userId, erasedAt: eventTime, writtenAt }));

const isTombstone = (rows: ReadonlyMap<string, DirectoryRow>) => (userId: string) =>
  rows.get(userId)?.deletedAt != null;

/** The contact goes with the key: until then, the requests to the providers are made of it. */
function tombstone(userId: string, eventTime: Date, stored: DirectoryRow | undefined, now: Date): DirectoryRow {
  return {
    userId,
    contactSealed: stored?.contactSealed ?? null,
    emailHash: null,
    phoneHash: null,
    language: null,
    timeZone: null,
    country: null,
    eventTime,
    deletedAt: eventTime,
    writtenAt: now,
  };
}

function mergeFields(said: CustomerUpserted, stored: Partial<Contact>): Contact {
  return {
    email: pick(said.email, stored.email),
    phone: pick(said.phone, stored.phone),
    name: pick(said.name, stored.name),
  };
}

const pick = <T>(said: T | null | undefined, stored: T | null | undefined): T | null =>
  said === undefined ? (stored ?? null) : said;

const placeOf = (userId: string) => ({ table: 'recipient', column: 'contact_sealed', row: userId });
