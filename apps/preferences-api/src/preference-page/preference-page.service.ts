/** Implements F3, F6, N3, N7. What the preference page shows, and what becomes of what is submitted there. */
import { Inject, Injectable } from '@nestjs/common';
import type { Preferences } from '#contracts';
import {
  type CustomerRecord,
  Database,
  RecipientKeys,
  type StoredPreferences,
  findPreferenceChanges,
  loadCustomers,
} from '#database';
import { messageZones, openContact } from '#delivery';
import { resolveLanguage } from '#notifications';
import { InvalidTokenError, PreferencePageTokens, maskEmail, maskPhone } from '#privacy';
import { before, choicesOf, differences, merge } from '../preferences/preference-choices.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { type SubmittedForm, preferencesOf } from './preference-form.js';
import { PAGE_SETTINGS, type PreferencePageSettings } from './preference-page.settings.js';
import type { PreferenceView, Submission } from './sheet.js';

const MOST_CHANGES_SHOWN = 20;
/** Behind a form that is older than that, everything that differs counts as changed by it. */
const MOST_CHANGES_SINCE = 500;

@Injectable()
export class PreferencePageService {
  constructor(
    private readonly tokens: PreferencePageTokens,
    private readonly preferences: PreferencesService,
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    @Inject(PAGE_SETTINGS) private readonly settings: PreferencePageSettings,
  ) {}

  /** @throws InvalidTokenError, also for a customer who was erased */
  async view(token: string): Promise<PreferenceView> {
    const { userId } = this.tokens.verify(token);
    const [customers, stored, history, keys] = await Promise.all([
      loadCustomers(this.database, [userId]),
      this.preferences.find(userId),
      findPreferenceChanges(this.database, userId, MOST_CHANGES_SHOWN),
      this.keys.find([userId]),
    ]);
    const customer = customers.get(userId);
    if (customer === undefined || customer.erased) throw new InvalidTokenError();
    const { email, phone } = openContact(userId, customer.directory?.contactSealed, keys.get(userId)) ?? {};
    return {
      stored,
      contact: { email: email == null ? null : maskEmail(email), phone: phone == null ? null : maskPhone(phone) },
      automatic: this.automatic(customer, phone ?? null),
      history,
    };
  }

  /**
   * Stores what was submitted, unless it is not valid or was made from preferences that have changed since.
   * @throws InvalidTokenError, also for a customer who was erased
   */
  async submit(token: string, form: SubmittedForm): Promise<Submission> {
    const { userId } = this.tokens.verify(token);
    await this.view(token);
    const verdicts: Verdict[] = [];
    await this.preferences.change(userId, 'preference_page', (stored) => {
      const verdict = judge(form, stored);
      verdicts.push(verdict);
      return verdict.kind === 'save' ? verdict.preferences : null;
    });
    // The transaction may have run more than once; the last run is the one that counts.
    const verdict = verdicts.at(-1);
    if (verdict?.kind === 'stale') return this.conflict(userId, form, verdict.stored);
    return verdict?.kind === 'invalid' ? verdict : { kind: 'saved' };
  }

  private async conflict(userId: string, form: SubmittedForm, stored: StoredPreferences): Promise<Submission> {
    const history = await findPreferenceChanges(this.database, userId, MOST_CHANGES_SINCE);
    const since = history.filter(({ version }) => version > form.version && version <= stored.version);
    const theirs = choicesOf(stored.preferences);
    const base = before(
      theirs,
      since.flatMap(({ changes }) => changes),
    );
    return {
      kind: 'conflict',
      choices: merge(base, form.choices, theirs),
      version: stored.version,
      elsewhere: differences(base, theirs),
    };
  }

  /** As if the customer had chosen neither. */
  private automatic(customer: CustomerRecord, phone: string | null): PreferenceView['automatic'] {
    const unchosen = { ...customer, preferences: { ...customer.preferences, timeZone: null } };
    const [timeZone] = messageZones(unchosen, undefined, () => phone, this.settings.defaultTimeZone);
    const language = customer.directory?.language ?? null;
    return { timeZone, language: language === null ? null : resolveLanguage([language]) };
  }
}

type Verdict =
  | { readonly kind: 'save'; readonly preferences: Preferences }
  | { readonly kind: 'same' }
  | { readonly kind: 'stale'; readonly stored: StoredPreferences }
  | Extract<Submission, { kind: 'invalid' }>;

/** A form that was sent twice, or by two tabs that agree, says nothing new: then there is nothing to lose. */
function judge({ choices, version }: SubmittedForm, stored: StoredPreferences): Verdict {
  if (differences(choicesOf(stored.preferences), choices).length === 0) return { kind: 'same' };
  if (version !== stored.version) return { kind: 'stale', stored };
  const wanted = preferencesOf(choices, stored.preferences);
  return 'faults' in wanted
    ? { kind: 'invalid', choices, faults: wanted.faults }
    : { kind: 'save', preferences: wanted.preferences };
}
