/** Implements N3, N8. Honours what providers report against addresses, in the transaction that stores the reports. */
import { Injectable } from '@nestjs/common';
import {
  type Sql,
  type Transaction,
  type StoredPreferences,
  type SuppressedAddress,
  findCustomerOf,
  findHolders,
  suppressAddresses,
} from '#database';
import { Clock, IdGenerator } from '#runtime';
import { PreferencesService } from '../preferences/preferences.service.js';
import { CONSEQUENCES, type Objection } from './objection.js';
import { CHANNEL_OF, type Provider, type WebhookReport } from './webhook-report.js';

type Objecting = WebhookReport & { readonly objection: Objection };

/** What is left to do once the reports have been applied: addresses are locked after notifications. */
export interface HonouredObjections {
  readonly unsuppressed: readonly Objecting[];
  /** Somebody withdrew permission. */
  readonly revokes: boolean;
}

@Injectable()
export class ObjectionsService {
  constructor(
    private readonly preferences: PreferencesService,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** Switches emails off for the customers concerned, who are locked in the order of their ids. Call before notifications are locked. */
  async endEmails(sql: Transaction, reports: readonly WebhookReport[]): Promise<HonouredObjections> {
    const unsuppressed: Objecting[] = [];
    const userIds = new Set<string>();
    for (const report of reports.filter(objects)) {
      const { suppresses, endsEmails } = CONSEQUENCES[report.objection.reason];
      const customers = endsEmails ? await customersOf(sql, report) : [];
      for (const userId of customers) userIds.add(userId);
      if (suppresses === 'always' || customers.length === 0) unsuppressed.push(report);
    }
    for (const userId of [...userIds].sort()) {
      await this.preferences.changeWithin(sql, userId, 'mail_program', withoutEmails);
    }
    return { unsuppressed, revokes: reports.some((report) => objects(report) && isRevocation(report)) };
  }

  async suppress(sql: Transaction, provider: Provider, { unsuppressed }: HonouredObjections): Promise<void> {
    const addresses = unsuppressed.flatMap(({ objection: { reason, addressHashes } }): SuppressedAddress[] => {
      const [addressHash] = addressHashes;
      if (addressHash === undefined) return [];
      const origin = { source: `${provider}_webhook`, actor: 'provider' };
      return [{ id: this.ids.next(), channel: CHANNEL_OF[provider], addressHash, reason, ...origin }];
    });
    if (addresses.length > 0) await suppressAddresses(sql, addresses, this.clock.now());
  }
}

const objects = (report: WebhookReport): report is Objecting => report.objection !== null;

const isRevocation = ({ objection }: Objecting): boolean => CONSEQUENCES[objection.reason].isRevocation;

/** Whom the message was for; of a report that names no message, whoever has the address. */
async function customersOf(sql: Sql, { about, objection }: Objecting): Promise<string[]> {
  if (about !== null && 'notificationId' in about) {
    const userId = await findCustomerOf(sql, about.notificationId);
    if (userId !== undefined) return [userId];
  }
  return (await findHolders(sql, 'email', objection.addressHashes)).map(({ userId }) => userId);
}

function withoutEmails({ preferences }: StoredPreferences) {
  if (!preferences.channels.email) return null;
  return { ...preferences, channels: { ...preferences.channels, email: false } };
}
