/** Implements F1, F3, F5, F6, N3, N5, N8, AC-01. Reads and changes what customers allow. */
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Preferences } from '#contracts';
import {
  Database,
  START_WINDOW_MS,
  type Sql,
  type StoredPreferences,
  appendPreferenceChange,
  appendSmsConsents,
  findPreferences,
  hasSendingRows,
  loadCustomers,
  lockPreferences,
  lookAgain,
  savePreferences,
} from '#database';
import { Clock, IdGenerator } from '#runtime';
import { changesBetween } from './preference-choices.js';

/** Which wording the customer agreed to; changes with the text beside the SMS switch. */
const CONSENT_TEXT_VERSION = '2026-11';

/** Where a change may come from, and who makes it there. Kept in the history, and with the consent that a change gives or takes. */
export const CHANGE_SOURCES = {
  preferences_api: 'customer',
  preference_page: 'customer',
  unsubscribe_link: 'customer',
} as const satisfies Record<string, string>;

export type ChangeSource = keyof typeof CHANGE_SOURCES;

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
      const saved = await savePreferences(sql, userId, wanted, now);
      await this.recordChange(sql, userId, source, current, saved);
      // It may not be night any more where the customer is, or no text wanted in the morning.
      await lookAgain(sql, [userId], ['quiet_hours'], now);
      return saved;
    });
    await this.untilNoSendCanStart(userId);
    return stored;
  }

  /** A document that says the same in other words is no change. */
  private async recordChange(
    sql: Sql,
    userId: string,
    source: ChangeSource,
    before: StoredPreferences,
    { preferences, version, updatedAt }: StoredPreferences,
  ): Promise<void> {
    const changes = changesBetween(before.preferences, preferences);
    if (changes.length === 0) return;
    const [id, actor, at] = [this.ids.next(), CHANGE_SOURCES[source], updatedAt ?? this.clock.now()];
    await appendPreferenceChange(sql, { id, userId, version, actor, source, changes, at });
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
      actor: CHANGE_SOURCES[source],
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
    if (!(await hasSendingRows(this.database, userId))) return;
    await delay(START_WINDOW_MS);
    // Such a worker may also have let a text wait for the end of a night that the change has moved.
    await lookAgain(this.database, [userId], ['quiet_hours'], this.clock.now());
  }
}
