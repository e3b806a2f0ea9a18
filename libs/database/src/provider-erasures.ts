/** Implements N8, AC-14. What providers are asked to forget: sealed for the service while it waits, in the database of the keys. */
import { randomBytes } from 'node:crypto';
import { type Keyring, openForService, sealForService } from '#privacy';
import type { Channel } from '#contracts';
import type { Database } from './database.js';
import {
  type ProviderErasureRow,
  claimProviderErasures,
  countProviderErasures,
  deleteProviderErasure,
  postponeProviderErasure,
} from './repositories/erasure-ledger.repository.js';

/** Addresses at SendGrid, ids of texts at Twilio. */
export interface ProviderErasure {
  readonly id: string;
  readonly channel: Channel;
  readonly subjects: readonly string[];
}

/** A request that a worker has taken up. */
export interface DueErasure {
  readonly id: string;
  readonly subjects: readonly string[];
  /** This one included. */
  readonly tries: number;
}

const PURPOSE = 'provider_erasure';
const placeOf = (id: string) => ({ table: 'provider_erasure', column: 'subject_sealed', row: id });

export function sealErasure(keyring: Keyring, { id, channel, subjects }: ProviderErasure): ProviderErasureRow {
  const subjectSealed = sealForService(keyring, PURPOSE, JSON.stringify(subjects), placeOf(id), randomBytes);
  return { id, channel, subjectSealed };
}

/** The same content under the active key. */
export function resealErasure(keyring: Keyring, row: ProviderErasureRow): ProviderErasureRow {
  const content = openForService(keyring, PURPOSE, row.subjectSealed, placeOf(row.id));
  return { ...row, subjectSealed: sealForService(keyring, PURPOSE, content, placeOf(row.id), randomBytes) };
}

/** The outbox of such requests: a row lives until a provider has taken it. */
export class ProviderErasures {
  /** @param database that of the keys */
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** @param leaseUntil when a request falls due again that is neither finished nor postponed */
  async claim(channel: Channel, limit: number, now: Date, leaseUntil: Date): Promise<DueErasure[]> {
    const rows = await claimProviderErasures(this.database, channel, limit, now, leaseUntil);
    return rows.map(({ id, subjectSealed, tries }) => {
      const text = openForService(this.keyring, PURPOSE, subjectSealed, placeOf(id)).toString('utf8');
      return { id, tries, subjects: JSON.parse(text) as string[] };
    });
  }

  finish(id: string): Promise<void> {
    return deleteProviderErasure(this.database, id);
  }

  postpone(id: string, dueAt: Date): Promise<void> {
    return postponeProviderErasure(this.database, id, dueAt);
  }

  count(channel: Channel): Promise<number> {
    return countProviderErasures(this.database, channel);
  }
}
