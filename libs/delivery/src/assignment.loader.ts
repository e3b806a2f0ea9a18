/** Implements N3, N6, AC-11. Reads, after a claim has committed, what deciding and sending take. A constant number of statements per group. */
import { Inject, Injectable } from '@nestjs/common';
import type { Channel } from '#contracts';
import {
  type Claim,
  type CustomerRecord,
  Database,
  RecipientKeys,
  type Work,
  addressHashOf,
  findSuppressed,
  hasSmsConsent,
  loadCustomers,
  loadPauses,
  loadWork,
} from '#database';
import { addressOf, mergeContact } from '#notifications';
import { type Assignment, attemptNumber } from './assignment.js';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery.settings.js';
import { messageLocale } from './message-locale.js';
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
    const { claim, work, customer, key } = part;
    const event = openOrderEvent(work, key);
    const recipient = event?.data.recipient;
    const { preferences, directory } = customer;
    const { language, timeZone } = messageLocale(customer, recipient, this.settings.defaultTimeZone);
    const addressHash = addressHashOf(channel, work, customer);
    const contact = mergeContact(recipient, openContact(claim.userId, directory?.contactSealed, key));
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
