/** Implements F1, F3, F5, F6, N3, N5, N8, AC-01. Reads and changes what customers allow. */
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Preferences } from '#contracts';
import {
  Database,
  START_WINDOW_MS,
  type Sql,
  type Transaction,
  type StoredPreferences,
  appendPreferenceChange,
  appendSmsConsents,
  findPreferences,
  hasSendingRows,
  hasSmsConsent,
  loadCustomers,
  lockPreferences,
  lookAgain,
  savePreferences,
} from '#database';
import { Clock, IdGenerator } from '#runtime';
import { changesBetween } from './preference-choices.js';

const PURPOSE = 'order_notifications';

/** Where a change may come from, and who makes it there. Kept in the history, and with the consent that a change gives or takes. */
export const CHANGE_SOURCES = {
  preferences_api: 'customer',
  preference_page: 'customer',
  unsubscribe_link: 'customer',
  // Spam reports and unsubscriptions that the provider of email tells us of.
  mail_program: 'customer',
} as const satisfies Record<string, string>;

export type ChangeSource = keyof typeof CHANGE_SOURCES;

/**
 * Turns what is stored into what shall be stored; runs again when the transaction does, so it must be pure.
 * @returns null to leave everything as it is
 */
export type PreferencesChange = (current: StoredPreferences) => Preferences | null;

interface ChangeOptions {
  /**
   * The customer has said in so many words that texts are wanted: consent for the number known now, also where the switch is on
   * already, for a number that has changed since.
   */
  readonly affirmsSms?: boolean;
  /** Keyed hash of the number that was said of; of another, known by now, it says nothing. Default: whichever is known. */
  readonly affirmedNumber?: Buffer | undefined;
  /** Which wording of ours the customer was shown beside what turns texts on. Default: null, none; what others show, they know. */
  readonly consentText?: string | null;
}

interface SaidOfSms extends Pick<ChangeOptions, 'affirmedNumber'> {
  readonly consentText: string | null;
  readonly sms: boolean;
  readonly switched: boolean;
}

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
   * Makes a change. Once this returns, no request to a provider starts any more that the change forbids. Of an erased customer nothing is
   * stored: what is returned is what the change would have made.
   * @throws whatever `change` throws; then nothing was stored
   */
  async change(
    userId: string,
    source: ChangeSource,
    change: PreferencesChange,
    options: ChangeOptions = {},
  ): Promise<StoredPreferences> {
    const stored = await this.database.transaction(async (sql) => {
      const { saved, stored } = await this.changeWithin(sql, userId, source, change, options);
      // It may not be night any more where the customer is, or no text wanted in the morning.
      if (saved) await lookAgain(sql, [userId], ['quiet_hours'], this.clock.now());
      return stored;
    });
    await this.untilNoSendCanStart(userId);
    return stored;
  }

  /**
   * As {@link change}, within somebody else's transaction. To be called before any row of the log or the queue is locked, for several
   * customers in the order of their ids. The caller waits until no send can start any more.
   */
  async changeWithin(
    sql: Transaction,
    userId: string,
    source: ChangeSource,
    change: PreferencesChange,
    { affirmsSms = false, affirmedNumber, consentText = null }: ChangeOptions = {},
  ): Promise<{ readonly saved: boolean; readonly stored: StoredPreferences }> {
    const current = await lockPreferences(sql, userId);
    const wanted = change(current);
    if (wanted === null) return { saved: false, stored: current };
    if (current.erased) return { saved: false, stored: { ...current, preferences: wanted } };
    const now = this.clock.now();
    const { sms } = wanted.channels;
    const switched = sms !== current.preferences.channels.sms;
    const said = { sms, switched, affirmedNumber, consentText };
    if (switched || (sms && affirmsSms)) await this.recordSmsConsent(sql, userId, said, source, now);
    const stored = await savePreferences(sql, userId, wanted, now);
    await this.recordChange(sql, userId, source, current, stored);
    return { saved: true, stored };
  }

  /** A document that says the same in other words is no change. */
  private async recordChange(
    sql: Transaction,
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

  /**
   * Consent holds for the number known now, or, if none is, for the next one. Where it does already, saying so once more is nothing
   * new.
   */
  private async recordSmsConsent(
    sql: Sql,
    userId: string,
    { sms, switched, affirmedNumber, consentText }: SaidOfSms,
    source: ChangeSource,
    now: Date,
  ): Promise<void> {
    const customer = (await loadCustomers(sql, [userId])).get(userId);
    const addressHash = customer?.directory?.phoneHash ?? null;
    const holds = customer !== undefined && hasSmsConsent(customer, addressHash === null ? [] : [addressHash]);
    if (!switched && (holds || isAnother(affirmedNumber, addressHash))) return;
    const consent = {
      id: this.ids.next(),
      userId,
      action: sms ? ('granted' as const) : ('revoked' as const),
      addressHash,
      purpose: PURPOSE,
      method: switched ? 'preference_switch' : 'affirmation',
      source,
      textVersion: consentText,
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

const isAnother = (said: Buffer | undefined, known: Buffer | null): boolean =>
  said !== undefined && known?.equals(said) !== true;
