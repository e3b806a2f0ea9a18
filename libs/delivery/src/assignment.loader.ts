/** Implements N3, N6, AC-11. Reads, after a claim has committed, what deciding and sending take. A constant number of statements per group. */
import { Inject, Injectable } from '@nestjs/common';
import type { Channel } from '#contracts';
import {
  type Claim,
  type CustomerRecord,
  Database,
  type OpenAttempts,
  type Pause,
  RecipientKeys,
  type Work,
  addressHashOf,
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
  type ProgressByShipment,
  addressOf,
  isOvertaken,
  isShipmentStage,
  mergeContact,
  yieldsToLaterNews,
} from '#notifications';
import { type Assignment, attemptNumber } from './assignment.js';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery.settings.js';
import { messageLanguage, messageZones } from './message-locale.js';
import { openContact, openOrderEvent } from './sealed-customer-data.js';

@Injectable()
export class AssignmentLoader {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /** @throws DatabaseUnavailableError */
  async load(channel: Channel, claims: readonly Claim[]): Promise<Assignment[]> {
    const userIds = [...new Set(claims.map((claim) => claim.userId))];
    const work = await loadWork(this.database, claims);
    const openAttempts = await this.loadOpenAttempts(claims);
    const customers = await loadCustomers(this.database, userIds);
    const pauses = await loadPauses(this.database);
    const announced = await this.loadAnnounced(channel, [...work.values()]);
    // Keys come last: one that is remembered only counts for a customer the statements above still knew.
    const keys = await this.keys.find(userIds);
    const loaded = claims.flatMap((claim) => {
      const row = work.get(claim.id);
      const customer = customers.get(claim.userId);
      return row === undefined || customer === undefined
        ? []
        : [{ claim, work: row, customer, key: keys.get(claim.userId), announced, openAttempts }];
    });
    const addresses = {
      suppressed: await this.findSuppressed(channel, loaded),
      texted: await this.findTexted(channel, loaded),
    };
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

  private async findSuppressed(channel: Channel, loaded: readonly Loaded[]): Promise<Set<string>> {
    const addresses = loaded.flatMap(({ work, customer }) => {
      const hash = addressHashOf(channel, work, customer);
      return hash === null ? [] : [{ channel, hash }];
    });
    return addresses.length === 0 ? new Set() : findSuppressed(this.database, addresses);
  }

  private async findTexted(channel: Channel, loaded: readonly Loaded[]): Promise<Set<string>> {
    if (channel !== 'sms') return new Set();
    const numbers = loaded.flatMap(({ work, customer }) => addressHashOf(channel, work, customer) ?? []);
    return numbers.length === 0 ? new Set() : findTextedNumbers(this.database, numbers);
  }

  private assemble(channel: Channel, part: Loaded, addresses: KnownAddresses, pauses: readonly Pause[]): Assignment {
    const { claim, work, customer, key, announced } = part;
    const event = openOrderEvent(work, key);
    const recipient = event?.data.recipient;
    const { preferences, directory } = customer;
    const language = messageLanguage(customer, recipient);
    const addressHash = addressHashOf(channel, work, customer);
    const contact = mergeContact(recipient, openContact(claim.userId, directory?.contactSealed, key));
    const timeZones = messageZones(customer, recipient, () => contact.phone, this.settings.defaultTimeZone);
    return {
      claim,
      channel,
      work,
      addressHash,
      language,
      openAttempts: part.openAttempts.get(claim.id) ?? null,
      situation: {
        type: work.type,
        channel,
        eventTime: work.eventTime,
        plannedAt: claim.enqueuedAt,
        preferences,
        timeZones,
        erased: customer.erased || event === undefined,
        address: event === undefined ? 'unknown' : addressOf(channel, event, directory && has(directory)),
        suppressed: addressHash !== null && addresses.suppressed.has(`${channel}:${addressHash.toString('hex')}`),
        smsConsent: hasSmsConsent(customer, channel === 'sms' ? addressHash : null),
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
                channel === 'sms' && addressHash !== null && !addresses.texted.has(addressHash.toString('hex')),
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

interface Loaded {
  readonly claim: Claim;
  readonly work: Work;
  readonly customer: CustomerRecord;
  readonly key: Buffer | undefined;
  readonly announced: ProgressByShipment;
  readonly openAttempts: ReadonlyMap<string, OpenAttempts>;
}

function has(directory: { emailHash: Buffer | null; phoneHash: Buffer | null }) {
  return { hasEmail: directory.emailHash !== null, hasPhone: directory.phoneHash !== null };
}
