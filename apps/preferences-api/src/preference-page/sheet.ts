/** Implements F3, F6. What the preference page is made from. */
import type { Language } from '#contracts';
import type { ChangedChoice, PreferenceChange, StoredPreferences } from '#database';
import type { Brand } from '#templates';
import type { ChoiceName, Choices } from '../preferences/preference-choices.js';
import type { PreferenceWording } from './preference-wording.js';

/** A customer's preferences and what surrounds them. */
export interface PreferenceView {
  readonly stored: StoredPreferences;
  /** Masked; null where the directory knows none. */
  readonly contact: { readonly email: string | null; readonly phone: string | null };
  /** What holds while the customer leaves the choice to us. The language is null where nobody names one. */
  readonly automatic: { readonly timeZone: string; readonly language: Language | null };
  /** Newest first. */
  readonly history: readonly PreferenceChange[];
}

/** What became of a form. */
export type Submission =
  | { readonly kind: 'saved' }
  | { readonly kind: 'invalid'; readonly choices: Choices; readonly faults: ReadonlySet<ChoiceName> }
  /** Changed elsewhere since the form was made; nothing was stored. `choices` are the customer's over what is stored now. */
  | {
      readonly kind: 'conflict';
      readonly choices: Choices;
      /** Of what is stored now. */
      readonly version: number;
      readonly elsewhere: readonly ChangedChoice[];
    };

export interface PreferencePage extends PreferenceView {
  readonly language: Language;
  readonly brand: Brand;
  /** undefined: the page was only opened. */
  readonly submission: Submission | undefined;
}

/** What every part of the page is made from. */
export interface Sheet extends PreferencePage {
  readonly words: PreferenceWording;
  /** What the controls show: what is stored, or what was submitted and is not. */
  readonly choices: Choices;
}
