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
  findSwitchedOff,
  loadChannelState,
  loadCustomers,
  loadPauses,
} from '#database';
import { DELIVERY_SETTINGS, type DeliverySettings, messageZones, openContact, openOrderEvent } from '#delivery';
import { type Background, deedsOn, isUnderWay, scopesOf, switchQuestion } from './background.js';

/** More than people do by hand in the life of a page of notifications. */
const MOST_DEEDS = 1_000;

@Injectable()
export class BackgroundReader {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
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
    return records.map((record) => {
      const customer = customers.get(record.userId);
      if (customer === undefined) throw new RangeError('Every customer that is asked for is loaded.');
      const event = events.get(record.id);
      return {
        timeZones: this.zonesOf(customer, event, keys.readable.get(record.userId)),
        quietHours: customer.preferences.quietHours,
        eventTime: event?.eventTime ?? null,
        switchedOff: switchedOff.get(record.id) ?? null,
        deeds: deedsOn(record, deeds),
        pauses: holds.pauses,
        halt: holds.halts.get(record.channel) ?? null,
      };
    });
  }

  /** As the rules take them. What does not open says nothing. */
  private zonesOf(customer: CustomerRecord, event: StoredOrderEvent | undefined, key: Buffer | undefined) {
    const recipient: OrderRecipient | undefined = event && openOrderEvent(event, key)?.data.recipient;
    const { userId, directory } = customer;
    const phone = () => recipient?.phone ?? openContact(userId, directory?.contactSealed, key)?.phone ?? null;
    return messageZones(customer, recipient, phone, this.settings.defaultTimeZone);
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
