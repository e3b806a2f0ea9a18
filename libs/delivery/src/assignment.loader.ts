/** Implements N3, N6, AC-11. Reads, after a claim has committed, what deciding and sending take. A constant number of statements per group. */
import { Inject, Injectable } from '@nestjs/common';
import type { Channel, OrderEvent } from '#contracts';
import {
  type Claim,
  type CustomerKeys,
  type CustomerRecord,
  Database,
  type OpenAttempts,
  type Pause,
  RecipientKeys,
  type Work,
  findSuppressed,
  findTextedNumbers,
  hasSmsConsent,
  loadCustomers,
  loadOpenAttempts,
  loadPauses,
  loadShipmentProgress,
  loadWork,
  pausedChannels,
} from '#database';
import {
  type Contact,
  type ProgressByShipment,
  addressOf,
  isOvertaken,
  isShipmentStage,
  mergeContact,
  yieldsToLaterNews,
} from '#notifications';
import { AddressHasher } from '#privacy';
import { Tracing } from '#runtime';
import { type Assignment, attemptNumber } from './assignment.js';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery.settings.js';
import { messageLanguage, messageZones } from './message-locale.js';
import { startClaimSpan } from './notification-spans.js';
import { openContact, openOrderEvent } from './sealed-customer-data.js';

@Injectable()
export class AssignmentLoader {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    private readonly hasher: AddressHasher,
    private readonly tracing: Tracing,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /** @throws DatabaseUnavailableError */
  async load(channel: Channel, claims: readonly Claim[]): Promise<Assignment[]> {
    const userIds = [...new Set(claims.map((claim) => claim.userId))];
    const [work, openAttempts, customers, pauses] = await Promise.all([
      loadWork(this.database, claims),
      this.loadOpenAttempts(claims),
      loadCustomers(this.database, userIds),
      loadPauses(this.database),
    ]);
    const announced = await this.loadAnnounced(channel, [...work.values()]);
    // Keys come last: one that is remembered only counts for a customer the statements above still knew.
    const keys = await this.keys.find(userIds);
    const loaded = claims.flatMap((claim) => {
      const row = work.get(claim.id);
      const customer = customers.get(claim.userId);
      if (row === undefined || customer === undefined) return [];
      return [{ claim, work: row, customer, announced, openAttempts, ...this.open(row, customer, keys, channel) }];
    });
    const hashes = loaded.flatMap(({ addressHashes }) => addressHashes);
    const [suppressed, texted] = await Promise.all([
      this.findSuppressed(channel, hashes),
      this.findTexted(channel, hashes),
    ]);
    const addresses = { suppressed, texted };
    return loaded.map((part) => this.assemble(channel, part, addresses, pauses));
  }

  /** Of those whose wait for evidence is over. */
  private async loadOpenAttempts(claims: readonly Claim[]): Promise<ReadonlyMap<string, OpenAttempts>> {
    const waited = claims.filter(({ claimedFrom }) => claimedFrom === 'unconfirmed').map(({ id }) => id);
    return waited.length === 0 ? new Map() : loadOpenAttempts(this.database, waited);
  }

  /** Of the packages whose messages may have been overtaken. */
  private async loadAnnounced(channel: Channel, work: readonly Work[]): Promise<ProgressByShipment> {
    const concerned = yieldsToLaterNews(channel) ? work.filter(({ type }) => isShipmentStage(type)) : [];
    const orderIds = [...new Set(concerned.map(({ orderId }) => orderId))];
    return orderIds.length === 0 ? new Map() : loadShipmentProgress(this.database, orderIds);
  }

  /** The address is hashed anew, under every key: what is on record of it may be older than the key in use, or newer than the event. */
  private open(work: Work, { userId, directory }: CustomerRecord, keys: CustomerKeys, channel: Channel): Opened {
    const isLocked = keys.isUnreadable(userId);
    const key = isLocked ? undefined : keys.get(userId);
    const event = openOrderEvent(work, key);
    const contact = mergeContact(event?.data.recipient, openContact(userId, directory?.contactSealed, key));
    const kind = channel === 'sms' ? 'phone' : channel;
    return {
      isLocked,
      event,
      contact,
      addressHashes: kind === 'in_app' ? [] : this.hasher.everyHashOf(kind, contact[kind]),
    };
  }

  private async findSuppressed(channel: Channel, hashes: readonly Buffer[]): Promise<Set<string>> {
    if (hashes.length === 0) return new Set();
    const addresses = hashes.map((hash) => ({ channel, hash }));
    return findSuppressed(this.database, addresses);
  }

  private async findTexted(channel: Channel, hashes: readonly Buffer[]): Promise<Set<string>> {
    return channel !== 'sms' || hashes.length === 0 ? new Set() : findTextedNumbers(this.database, hashes);
  }

  private assemble(channel: Channel, part: Loaded, addresses: KnownAddresses, pauses: readonly Pause[]): Assignment {
    const { claim, work, customer, isLocked, announced, event, contact, addressHashes } = part;
    const recipient = event?.data.recipient;
    const { preferences, directory } = customer;
    const language = messageLanguage(customer, recipient);
    const hexHashes = addressHashes.map((hash) => hash.toString('hex'));
    const timeZones = messageZones(customer, recipient, () => contact.phone, this.settings.defaultTimeZone);
    return {
      claim,
      channel,
      work,
      isLocked,
      addressHash: addressHashes[0] ?? null,
      language,
      openAttempts: part.openAttempts.get(claim.id) ?? null,
      span: startClaimSpan(this.tracing, claim, work, channel),
      situation: {
        type: work.type,
        channel,
        eventTime: work.eventTime,
        plannedAt: claim.enqueuedAt,
        preferences,
        timeZones,
        erased: customer.erased || (event === undefined && !isLocked),
        address: event === undefined ? 'unknown' : addressOf(channel, event, directory && has(directory)),
        suppressed: hexHashes.some((hash) => addresses.suppressed.has(`${channel}:${hash}`)),
        smsConsent: hasSmsConsent(customer, channel === 'sms' ? addressHashes : []),
        overtaken: event !== undefined && isOvertaken(event, announced) ? 'while_waiting' : 'no',
        paused: pausedChannels(pauses, work.type).has(channel),
      },
      message:
        event === undefined
          ? null
          : {
              notificationId: claim.id,
              attempt: attemptNumber(claim),
              userId: claim.userId,
              type: work.type,
              event,
              contact,
              language,
              timeZone: timeZones[0],
              firstToNumber:
                channel === 'sms' && hexHashes.length > 0 && !hexHashes.some((hash) => addresses.texted.has(hash)),
            },
    };
  }
}

/** What is known of the addresses of a group. */
interface KnownAddresses {
  /** `channel:hash` */
  readonly suppressed: ReadonlySet<string>;
  /** Hashes of numbers that got a text of ours before. */
  readonly texted: ReadonlySet<string>;
}

/** What was sealed. */
interface Opened {
  readonly isLocked: boolean;
  /** undefined: it cannot be read any more. */
  readonly event: OrderEvent | undefined;
  readonly contact: Contact;
  /** Of the address this channel uses, one for each key, the active one first. */
  readonly addressHashes: readonly Buffer[];
}

interface Loaded extends Opened {
  readonly claim: Claim;
  readonly work: Work;
  readonly customer: CustomerRecord;
  readonly announced: ProgressByShipment;
  readonly openAttempts: ReadonlyMap<string, OpenAttempts>;
}

function has(directory: { emailHash: Buffer | null; phoneHash: Buffer | null }) {
  return { hasEmail: directory.emailHash !== null, hasPhone: directory.phoneHash !== null };
}
