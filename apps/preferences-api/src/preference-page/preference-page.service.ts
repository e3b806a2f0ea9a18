/** Implements F3, F6, N3, N7, N8. What becomes of what is submitted there. */
import { Injectable } from '@nestjs/common';
import type { Preferences } from '#contracts';
import { Database, type StoredPreferences, findPreferenceChanges } from '#database';
import { InvalidTokenError, PreferencePageTokens } from '#privacy';
import { before, choicesOf, differences, merge } from '../preferences/preference-choices.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { type SubmittedForm, preferencesOf } from './preference-form.js';
import { CONSENT_TEXT_VERSION } from './preference-page.wording.js';
import { PreferenceViewReader } from './preference-view.reader.js';
import type { PreferenceView, Submission } from './sheet.js';

/** Behind a form that is older than that, everything that differs counts as changed by it. */
const MOST_CHANGES_SINCE = 500;

@Injectable()
export class PreferencePageService {
  constructor(
    private readonly tokens: PreferencePageTokens,
    private readonly preferences: PreferencesService,
    private readonly database: Database,
    private readonly views: PreferenceViewReader,
  ) {}

  /** @throws InvalidTokenError, also for a customer who was erased */
  async view(token: string): Promise<PreferenceView> {
    return this.views.read(this.tokens.verify(token).userId);
  }

  /**
   * Stores what was submitted, unless it is not valid or was made from preferences that have changed since.
   * @throws InvalidTokenError, also for a customer who was erased
   */
  async submit(token: string, form: SubmittedForm): Promise<Submission> {
    const { userId } = this.tokens.verify(token);
    const verdicts: Verdict[] = [];
    const change = (stored: StoredPreferences) => {
      const verdict = judge(form, stored);
      verdicts.push(verdict);
      return verdict.kind === 'save' ? verdict.preferences : null;
    };
    const { consentsTo: affirmedNumber } = form;
    const { erased } = await this.preferences.change(userId, 'preference_page', change, {
      affirmsSms: affirmedNumber !== undefined,
      affirmedNumber,
      consentText: CONSENT_TEXT_VERSION,
    });
    if (erased) throw new InvalidTokenError();
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
      consents: form.consentsTo !== undefined,
      version: stored.version,
      elsewhere: differences(base, theirs),
    };
  }
}

type Verdict =
  | { readonly kind: 'save'; readonly preferences: Preferences }
  | { readonly kind: 'same' }
  | { readonly kind: 'stale'; readonly stored: StoredPreferences }
  | Extract<Submission, { kind: 'invalid' }>;

/** A form that was sent twice, or by two tabs that agree, says nothing new: then there is nothing to lose. Unless it brings consent. */
function judge({ choices, version, consentsTo }: SubmittedForm, stored: StoredPreferences): Verdict {
  const consents = consentsTo !== undefined;
  if (differences(choicesOf(stored.preferences), choices).length === 0) {
    return consents ? { kind: 'save', preferences: stored.preferences } : { kind: 'same' };
  }
  if (version !== stored.version) return { kind: 'stale', stored };
  const wanted = preferencesOf(choices, stored.preferences);
  return 'faults' in wanted
    ? { kind: 'invalid', choices, consents, faults: wanted.faults }
    : { kind: 'save', preferences: wanted.preferences };
}
