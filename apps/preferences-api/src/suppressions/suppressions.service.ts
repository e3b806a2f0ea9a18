/** Implements F9, N6, N8. Looks up and lifts suppressions. Addresses are only ever shown masked. */
import { Injectable } from '@nestjs/common';
import {
  Database,
  appendAudit,
  findSuppressionEvents,
  findSuppressions,
  liftSuppressions,
  lockSuppression,
} from '#database';
import { SUPPRESSION_REASONS } from '#notifications';
import { AddressHasher, maskEmail, maskPhone } from '#privacy';
import { Clock, IdGenerator } from '#runtime';
import { ProblemError, invalidRequest } from '../problems/problem.error.js';
import { KnownContactsReader } from '../recipients/known-contacts.reader.js';
import type { AddressStanding, AddressedChannel, SuppressionSearch } from './suppressions.schema.js';

const MOST_HISTORY = 50;

const KINDS = { email: 'email', sms: 'phone' } as const satisfies Record<AddressedChannel, string>;
const MASKS = { email: maskEmail, sms: maskPhone } as const satisfies Record<AddressedChannel, unknown>;

/** An address with its keyed hashes, the active key's first. */
interface HashedAddress {
  readonly channel: AddressedChannel;
  readonly address: string;
  readonly hashes: readonly Buffer[];
}

@Injectable()
export class SuppressionsService {
  constructor(
    private readonly database: Database,
    private readonly contacts: KnownContactsReader,
    private readonly hasher: AddressHasher,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** The addresses at which we write to a customer, or lately have. */
  async ofCustomer(userId: string): Promise<AddressStanding[]> {
    const addresses = new Map<string, HashedAddress>();
    const { directory, events } = await this.contacts.read(userId);
    for (const contact of [directory ?? {}, ...events]) {
      for (const channel of ['email', 'sms'] as const) {
        const hashed = this.hashed(channel, contact[KINDS[channel]] ?? '');
        if (hashed !== undefined) addresses.set(`${channel}:${hashed.hashes[0]?.toString('hex') ?? ''}`, hashed);
      }
    }
    return Promise.all([...addresses.values()].map((hashed) => this.standingOf(hashed)));
  }

  /** @throws ProblemError invalid_request for what is no address of the channel */
  async ofAddress({ channel, address }: SuppressionSearch): Promise<AddressStanding> {
    const hashed = this.hashed(channel, address);
    if (hashed !== undefined) return this.standingOf(hashed);
    const message = channel === 'email' ? 'must be an email address' : 'must be a phone number with its country';
    throw invalidRequest([{ field: 'address', message }]);
  }

  /**
   * @param actor who asks for it
   * @throws ProblemError not_found, also for what was lifted before
   */
  lift(actor: string, id: string): Promise<void> {
    return this.database.transaction(async (sql) => {
      const row = await lockSuppression(sql, id);
      if (row === undefined) throw new ProblemError('not_found');
      const now = this.clock.now();
      await liftSuppressions(sql, [row], [this.ids.next()], { source: 'operator', actor }, now);
      await appendAudit(sql, [{ id: this.ids.next(), actor, action: 'suppression_lifted', target: id }], now);
    });
  }

  private hashed(channel: AddressedChannel, address: string): HashedAddress | undefined {
    const hashes = this.hasher.everyHashOf(KINDS[channel], address);
    return hashes.length === 0 ? undefined : { channel, address: address.trim(), hashes };
  }

  private async standingOf({ channel, address, hashes }: HashedAddress): Promise<AddressStanding> {
    const [suppressions, history] = await Promise.all([
      findSuppressions(this.database, channel, hashes),
      findSuppressionEvents(this.database, channel, hashes, MOST_HISTORY),
    ]);
    return {
      channel,
      address: MASKS[channel](address),
      suppressions: suppressions.map(({ id, reason, since }) => {
        return { id, reason, explanation: SUPPRESSION_REASONS[reason].explanation, since: since.toISOString() };
      }),
      history: history.map(({ at, action, reason, source, actor }) => {
        return { at: at.toISOString(), action, reason, source, by: actor };
      }),
    };
  }
}
