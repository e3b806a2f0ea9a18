/** Implements N3, N6, AC-11. Reads, after a claim has committed, what deciding and sending take. A constant number of statements per group. */
import { Inject, Injectable } from '@nestjs/common';
import type { Channel, OrderData, OrderEvent } from '#contracts';
import {
  type Claim,
  type CustomerRecord,
  Database,
  RecipientKeys,
  type Work,
  findSuppressed,
  hasSmsConsent,
  loadCustomers,
  loadPauses,
  loadWork,
} from '#database';
import { type Contact, addressOf, mergeContact, resolveLanguage, resolveTimeZone } from '#notifications';
import { type Place, SealBrokenError, open } from '#privacy';
import { type Assignment, attemptNumber } from './assignment.js';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery.settings.js';

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
    const work = await loadWork(
      this.database,
      claims.map((claim) => claim.id),
    );
    const customers = await loadCustomers(this.database, userIds);
    const pauses = await loadPauses(this.database);
    // Keys come last: one that is remembered only counts for a customer the statements above still knew.
    const keys = await this.keys.find(userIds);
    const loaded = claims.flatMap((claim) => {
      const row = work.get(claim.id);
      const customer = customers.get(claim.userId);
      return row === undefined || customer === undefined
        ? []
        : [{ claim, work: row, customer, key: keys.get(claim.userId) }];
    });
    const suppressed = await this.findSuppressed(channel, loaded);
    return loaded.map((part) => this.assemble(channel, part, suppressed, pauses[channel]));
  }

  private async findSuppressed(channel: Channel, loaded: readonly Loaded[]): Promise<Set<string>> {
    const addresses = loaded.flatMap(({ work, customer }) => {
      const hash = addressHashOf(channel, work, customer);
      return hash === null ? [] : [{ channel, hash }];
    });
    return addresses.length === 0 ? new Set() : findSuppressed(this.database, addresses);
  }

  private assemble(channel: Channel, part: Loaded, suppressed: Set<string>, pausedUntil: Date | null): Assignment {
    const { claim, work, customer } = part;
    const event = openEvent(part);
    const recipient = event?.data.recipient;
    const { preferences, directory } = customer;
    const timeZone = resolveTimeZone(
      [preferences.timeZone, directory?.timeZone, recipient?.timeZone],
      this.settings.defaultTimeZone,
    );
    const language = resolveLanguage([preferences.language, recipient?.language, directory?.language]);
    const addressHash = addressHashOf(channel, work, customer);
    const contact = mergeContact(recipient, openContact(part));
    return {
      claim,
      channel,
      work,
      addressHash,
      language,
      situation: {
        type: work.type,
        channel,
        eventTime: work.eventTime,
        plannedAt: claim.enqueuedAt,
        preferences,
        timeZone,
        erased: customer.erased || event === undefined,
        address: event === undefined ? 'unknown' : addressOf(channel, event, directory && has(directory)),
        suppressed: addressHash !== null && suppressed.has(`${channel}:${addressHash.toString('hex')}`),
        smsConsent: hasSmsConsent(customer, channel === 'sms' ? addressHash : null),
        pausedUntil,
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
              timeZone,
            },
    };
  }
}

interface Loaded {
  readonly claim: Claim;
  readonly work: Work;
  readonly customer: CustomerRecord;
  readonly key: Buffer | undefined;
}

function has(directory: { emailHash: Buffer | null; phoneHash: Buffer | null }) {
  return { hasEmail: directory.emailHash !== null, hasPhone: directory.phoneHash !== null };
}

function openEvent({ work, key }: Loaded): OrderEvent | undefined {
  const place = { table: 'order_event', column: 'payload_sealed', row: work.orderEventId };
  const data = openJson(key, work.payloadSealed, place) as OrderData | undefined;
  return data && { id: work.eventId, source: work.source, type: work.type, time: work.eventTime, data };
}

function openContact({ customer, key }: Loaded): Partial<Contact> | undefined {
  const place = { table: 'recipient', column: 'contact_sealed', row: customer.userId };
  return openJson(key, customer.directory?.contactSealed, place) as Partial<Contact> | undefined;
}

/**
 * Without its key nothing can be read: that is what erasure means. A customer who came back has a new key, which does not open what
 * was sealed before.
 */
function openJson(key: Buffer | undefined, sealed: Buffer | null | undefined, place: Place): unknown {
  if (key === undefined || sealed == null) return undefined;
  try {
    return JSON.parse(open(key, sealed, place).toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof SealBrokenError) return undefined;
    throw error;
  }
}

/** The event's address wins, as in `mergeContact`. */
function addressHashOf(channel: Channel, work: Work, customer: CustomerRecord): Buffer | null {
  if (channel === 'in_app') return null;
  return channel === 'email'
    ? (work.emailHash ?? customer.directory?.emailHash ?? null)
    : (work.phoneHash ?? customer.directory?.phoneHash ?? null);
}
