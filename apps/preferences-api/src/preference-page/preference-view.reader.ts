/** Implements F3, N6, N8. What the preference page shows of a customer. */
import { Inject, Injectable } from '@nestjs/common';
import type { OrderRecipient } from '#contracts';
import {
  type CustomerRecord,
  Database,
  findPreferenceChanges,
  findPreferences,
  hasSmsConsent,
  loadCustomers,
} from '#database';
import { messageZones } from '#delivery';
import { haveOneClock, resolveLanguage } from '#notifications';
import { AddressHasher, InvalidTokenError, maskEmail, maskPhone } from '#privacy';
import { Clock } from '#runtime';
import { KnownContactsReader } from '../recipients/known-contacts.reader.js';
import { PAGE_SETTINGS, type PreferencePageSettings } from './preference-page.settings.js';
import type { PreferenceView } from './sheet.js';

const MOST_CHANGES_SHOWN = 20;

@Injectable()
export class PreferenceViewReader {
  constructor(
    private readonly database: Database,
    private readonly contacts: KnownContactsReader,
    private readonly hasher: AddressHasher,
    private readonly clock: Clock,
    @Inject(PAGE_SETTINGS) private readonly settings: PreferencePageSettings,
  ) {}

  /** @throws InvalidTokenError for a customer who was erased: their links lead nowhere any more */
  async read(userId: string): Promise<PreferenceView> {
    const [customers, stored, history, known] = await Promise.all([
      loadCustomers(this.database, [userId]),
      findPreferences(this.database, userId),
      findPreferenceChanges(this.database, userId, MOST_CHANGES_SHOWN),
      this.contacts.read(userId),
    ]);
    const customer = customers.get(userId);
    if (customer === undefined || customer.erased || stored.erased) throw new InvalidTokenError();
    const sources = [known.directory ?? {}, ...known.events];
    const email = firstOf(sources.map((contact) => contact.email));
    const phone = firstOf(sources.map((contact) => contact.phone));
    return {
      stored,
      contact: { email: email === null ? null : maskEmail(email), phone: phone === null ? null : maskPhone(phone) },
      unconsented: this.unconsented(customer, phone),
      automatic: this.automatic(customer, known.events, phone),
      history,
    };
  }

  private unconsented(customer: CustomerRecord, phone: string | null): PreferenceView['unconsented'] {
    const phoneHash = customer.directory?.phoneHash ?? null;
    if (phone === null || phoneHash === null || !customer.preferences.channels.sms) return null;
    if (hasSmsConsent(customer, this.hasher.everyHashOf('phone', phone))) return null;
    return { phone: maskPhone(phone), phoneHash };
  }

  /** As if the customer had chosen neither, and the next order event said what the latest ones do. */
  private automatic(
    customer: CustomerRecord,
    events: readonly OrderRecipient[],
    phone: string | null,
  ): PreferenceView['automatic'] {
    const unchosen = { ...customer, preferences: { ...customer.preferences, timeZone: null } };
    const said = { timeZone: firstOf(events.map(({ timeZone }) => timeZone)) };
    const zones = messageZones(unchosen, said, () => phone, this.settings.defaultTimeZone);
    const language = firstOf([...events.map((event) => event.language), customer.directory?.language]);
    return {
      timeZone: zones[0],
      isTimeZoneKnown: haveOneClock(zones, this.clock.now()),
      language: language === null ? null : resolveLanguage([language]),
    };
  }
}

const firstOf = (said: readonly (string | null | undefined)[]): string | null =>
  said.find((each) => each != null) ?? null;
