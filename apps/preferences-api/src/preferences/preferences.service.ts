/** Implements F1, F3, F6, N3, N5, N8, AC-01. Reads and changes what customers allow. */
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Preferences } from '#contracts';
import {
  Database,
  START_WINDOW_MS,
  type Sql,
  type StoredPreferences,
  appendSmsConsents,
  findPreferences,
  hasSendingRows,
  loadCustomers,
  lockPreferences,
  savePreferences,
} from '#database';
import { Clock, IdGenerator } from '#runtime';

/** Which wording the customer agreed to; changes with the text beside the SMS switch. */
const CONSENT_TEXT_VERSION = '2026-11';

/** Where a change came from; kept with the consent that it gives or takes. */
export type ChangeSource = 'preferences_api' | 'unsubscribe_link';

/**
 * Turns what is stored into what shall be stored; runs again when the transaction does, so it must be pure.
 * @returns null to leave everything as it is
 */
export type PreferencesChange = (current: StoredPreferences) => Preferences | null;

@Injectable()
export class PreferencesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  find(userId: string): Promise<StoredPreferences> {
    return findPreferences(this.database, userId);
  }

  /**
   * Makes a change. Once this returns, no request to a provider starts any more that the change forbids.
   * @throws whatever `change` throws; then nothing was stored
   */
  async change(userId: string, source: ChangeSource, change: PreferencesChange): Promise<StoredPreferences> {
    const stored = await this.database.transaction(async (sql) => {
      const current = await lockPreferences(sql, userId);
      const wanted = change(current);
      if (wanted === null) return current;
      const now = this.clock.now();
      if (wanted.channels.sms !== current.preferences.channels.sms) {
        await this.recordSmsConsent(sql, userId, wanted.channels.sms, source, now);
      }
      return savePreferences(sql, userId, wanted, now);
    });
    await this.untilNoSendCanStart(userId);
    return stored;
  }

  /** Consent holds for the number known now, or, if none is, for the next one. */
  private async recordSmsConsent(sql: Sql, userId: string, granted: boolean, source: ChangeSource, now: Date) {
    const customers = await loadCustomers(sql, [userId]);
    const consent = {
      id: this.ids.next(),
      userId,
      action: granted ? ('granted' as const) : ('revoked' as const),
      addressHash: customers.get(userId)?.directory?.phoneHash ?? null,
      purpose: 'order_notifications',
      method: 'preference_switch',
      source,
      textVersion: CONSENT_TEXT_VERSION,
      actor: 'customer',
      at: now,
    };
    await appendSmsConsents(sql, [consent]);
  }

  /**
   * A worker that claimed a row before our commit may have decided on what was stored before, and start its request up to
   * START_WINDOW after the claim. Any change waits, also one that only permits more: telling them apart is not worth a mistake.
   * SPEC_DEVIATION: SD-14 while a send is under way, the answer takes a second, over the 100 ms of N5
   */
  private async untilNoSendCanStart(userId: string): Promise<void> {
    if (await hasSendingRows(this.database, userId)) await delay(START_WINDOW_MS);
  }
}
