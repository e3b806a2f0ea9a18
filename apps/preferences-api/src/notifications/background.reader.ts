/** Implements F7, F9. Reads the background of a page of notifications: a constant number of statements, however many there are. */
import { Inject, Injectable } from '@nestjs/common';
import type { Channel, OrderRecipient } from '#contracts';
import {
  type AuditRecord,
  type CustomerRecord,
  Database,
  type Halt,
  type NotificationRecord,
  type Pause,
  RecipientKeys,
  type StoredOrderEvent,
  findAudited,
  findEventsOf,
  findSuppressions,
  findSwitchedOff,
  loadChannelState,
  loadCustomers,
  loadPauses,
} from '#database';
import { DELIVERY_SETTINGS, type DeliverySettings, messageZones, openContact, openOrderEvent } from '#delivery';
import { type Contact, type PossibleZones, type SuppressionReason, mergeContact } from '#notifications';
import { AddressHasher } from '#privacy';
import { Clock } from '#runtime';
import { type Background, deedsOn, isUnderWay, scopesOf, switchQuestion } from './background.js';

/** More than people do by hand in the life of a page of notifications. */
const MOST_DEEDS = 1_000;

@Injectable()
export class BackgroundReader {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    private readonly hasher: AddressHasher,
    private readonly clock: Clock,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /** @returns the background of each, in the order of the records */
  async read(records: readonly NotificationRecord[]): Promise<Background[]> {
    if (records.length === 0) return [];
    const ids = records.map(({ id }) => id);
    const userIds = [...new Set(records.map(({ userId }) => userId))];
    const [customers, events, keys, deeds, holds, switchedOff] = await Promise.all([
      loadCustomers(this.database, userIds),
      findEventsOf(this.database, ids),
      this.keys.find(userIds),
      this.deeds(records),
      this.holds(records),
      findSwitchedOff(
        this.database,
        records.flatMap((record) => switchQuestion({ ...record, plannedAt: record.createdAt })),
      ),
    ]);
    const told = records.map((record) => {
      const customer = customers.get(record.userId);
      if (customer === undefined) throw new RangeError('Every customer that is asked for is loaded.');
      const event = events.get(record.id);
      return { record, customer, event, contacts: openContacts(customer, event, keys.readable.get(record.userId)) };
    });
    const suppressions = await this.suppressions(told);
    const readAt = this.clock.now();
    return told.map(({ record, customer, event, contacts }) => ({
      readAt,
      timeZones: this.zonesOf(customer, contacts),
      quietHours: customer.preferences.quietHours,
      eventTime: event?.eventTime ?? null,
      switchedOff: switchedOff.get(record.id) ?? null,
      suppressions: suppressions.get(record.id) ?? [],
      deeds: deedsOn(record, deeds),
      pauses: holds.pauses,
      halt: holds.halts.get(record.channel) ?? null,
    }));
  }

  /** As the rules take them. What does not open says nothing. */
  private zonesOf(customer: CustomerRecord, { recipient, contact }: Contacts): PossibleZones {
    return messageZones(customer, recipient, () => contact.phone, this.settings.defaultTimeZone);
  }

  /** @returns by notification; one statement for each channel that has any */
  private async suppressions(told: readonly Addressed[]): Promise<Map<string, SuppressionReason[]>> {
    const ended = told.filter(({ record }) => record.reason === 'suppression_list');
    const found = await Promise.all(
      (['email', 'sms'] as const).map((channel) =>
        this.suppressionsOn(
          channel,
          ended.filter(({ record }) => record.channel === channel),
        ),
      ),
    );
    return new Map(found.flat());
  }

  private async suppressionsOn(
    channel: 'email' | 'sms',
    ended: readonly Addressed[],
  ): Promise<(readonly [string, SuppressionReason[]])[]> {
    if (ended.length === 0) return [];
    const kind = channel === 'sms' ? 'phone' : channel;
    const asked = ended.map(({ record, contacts }) => ({
      id: record.id,
      hashes: this.hasher.everyHashOf(kind, contacts.contact[kind]),
    }));
    const rows = await findSuppressions(
      this.database,
      channel,
      asked.flatMap(({ hashes }) => hashes),
    );
    return asked.map(({ id, hashes }) => {
      const own = rows.filter((row) => hashes.some((hash) => hash.equals(row.addressHash)));
      return [id, [...new Set(own.map(({ reason }) => reason))]] as const;
    });
  }

  private deeds(records: readonly NotificationRecord[]): Promise<AuditRecord[]> {
    const targets = new Set(records.flatMap((record) => [record.id, ...scopesOf(record)]));
    const first = Math.min(...records.map(({ createdAt }) => createdAt.getTime()));
    return findAudited(this.database, [...targets], new Date(first), MOST_DEEDS);
  }

  /** What holds back those that wait. */
  private async holds(records: readonly NotificationRecord[]): Promise<Holds> {
    const channels = [...new Set(records.filter(isUnderWay).map(({ channel }) => channel))];
    if (channels.length === 0) return { pauses: [], halts: new Map() };
    const pauses = await loadPauses(this.database);
    const halts = new Map<Channel, Halt | null>();
    for (const channel of channels) halts.set(channel, (await loadChannelState(this.database, channel)).halt);
    return { pauses, halts };
  }
}

interface Holds {
  readonly pauses: readonly Pause[];
  readonly halts: ReadonlyMap<Channel, Halt | null>;
}

interface Addressed {
  readonly record: NotificationRecord;
  readonly contacts: Contacts;
}

interface Contacts {
  readonly recipient: OrderRecipient | undefined;
  readonly contact: Contact;
}

function openContacts(
  { userId, directory }: CustomerRecord,
  event: StoredOrderEvent | undefined,
  key: Buffer | undefined,
): Contacts {
  const recipient = event && openOrderEvent(event, key)?.data.recipient;
  return { recipient, contact: mergeContact(recipient, openContact(userId, directory?.contactSealed, key)) };
}
