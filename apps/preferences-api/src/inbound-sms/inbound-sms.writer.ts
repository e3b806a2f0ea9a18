/**
 * Implements N8, N9, AC-13. Does what people ask for by text, in the transaction that stores it: STOP suppresses the number for everybody
 * who holds it, START lifts that. Their preferences stay as they are.
 */
import { Injectable } from '@nestjs/common';
import type { Language } from '#contracts';
import {
  type Sql,
  type Transaction,
  findHolders,
  insertWebhooks,
  liftSuppressions,
  lockSuppressions,
  suppressAddresses,
} from '#database';
import { type ReadSms, type SmsRequest, resolveLanguage } from '#notifications';
import { AddressHasher } from '#privacy';
import { Clock, IdGenerator } from '#runtime';
import type { InboundSms, InboundSmsOutcome } from './inbound-sms.js';

const ORIGIN = { source: 'text_message', actor: 'customer' } as const;

const changesConsent = (understood: ReadSms | undefined) => understood !== undefined && understood.request !== 'help';

const IGNORED: InboundSmsOutcome = { effect: 'ignored', answerIn: null };

@Injectable()
export class InboundSmsWriter {
  constructor(
    private readonly hasher: AddressHasher,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  async write(
    sql: Transaction,
    { sid, from }: InboundSms,
    understood: ReadSms | undefined,
  ): Promise<InboundSmsOutcome> {
    const webhook = { dedupeKey: `${sid}:inbound`, event: 'inbound', isEvidence: changesConsent(understood) };
    const fresh = await insertWebhooks(sql, 'twilio', [webhook], this.clock.now());
    if (fresh.size === 0) return { effect: 'repeated', answerIn: null };
    const [hash, ...olderHashes] = this.hasher.everyHashOf('phone', from);
    if (understood === undefined || hash === undefined) return IGNORED;
    const hashes: Hashes = [hash, ...olderHashes];
    if (!(await this.apply(sql, understood.request, hashes))) return { effect: 'applied', answerIn: null };
    return { effect: 'applied', answerIn: understood.language ?? (await languageOfHolders(sql, hashes)) };
  }

  /** @returns whether there is something to say: who stops twice is told once, who starts without a stop is told nothing */
  private async apply(sql: Transaction, request: SmsRequest, hashes: Hashes): Promise<boolean> {
    switch (request) {
      case 'stop':
        return this.suppress(sql, hashes[0]);
      case 'start':
        return this.lift(sql, hashes);
      case 'help':
        return true;
    }
  }

  private async suppress(sql: Transaction, addressHash: Buffer): Promise<boolean> {
    const address = { id: this.ids.next(), channel: 'sms', addressHash, reason: 'stop', ...ORIGIN } as const;
    return (await suppressAddresses(sql, [address], this.clock.now())).size > 0;
  }

  private async lift(sql: Transaction, hashes: Hashes): Promise<boolean> {
    const rows = await lockSuppressions(sql, 'sms', hashes);
    const eventIds = rows.map(() => this.ids.next());
    await liftSuppressions(sql, rows, eventIds, ORIGIN, this.clock.now());
    return rows.length > 0;
  }
}

/** Of one number, for each key in use, the active one first. */
type Hashes = readonly [Buffer, ...Buffer[]];

/** Of those who share the number, whoever came last. */
async function languageOfHolders(sql: Sql, hashes: Hashes): Promise<Language> {
  const holders = await findHolders(sql, 'phone', hashes);
  return resolveLanguage(holders.map(({ language }) => language));
}
