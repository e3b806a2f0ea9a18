/** Implements F3, F6. What the preference page is made from. */
import type { Language } from '#contracts';
import type { ChangedChoice, PreferenceChange, StoredPreferences } from '#database';
import type { Brand } from '#templates';
import type { ChoiceName, Choices } from '../preferences/preference-choices.js';
import type { PreferenceWording } from './preference-wording.js';

/** A customer's preferences and what surrounds them. */
export interface PreferenceView {
  readonly stored: StoredPreferences;
  /** Masked; null where neither the directory nor the latest order events know one. */
  readonly contact: { readonly email: string | null; readonly phone: string | null };
  /** The number that texts are on for, while consent is for another; null where there is nothing amiss. Masked, and as a keyed hash. */
  readonly unconsented: { readonly phone: string; readonly phoneHash: Buffer } | null;
  /** What holds while the customer leaves the choice to us. */
  readonly automatic: {
    /** The one to rely on where there can be only one. */
    readonly timeZone: string;
    /** false: the customer's number goes with zones whose clocks differ, and `timeZone` is only one of them. */
    readonly isTimeZoneKnown: boolean;
    /** null: nobody names one. */
    readonly language: Language | null;
  };
  /** Newest first. */
  readonly history: readonly PreferenceChange[];
}

/** What became of a form. */
export type Submission =
  | { readonly kind: 'saved' }
  | (Unsaved & { readonly kind: 'invalid'; readonly faults: ReadonlySet<ChoiceName> })
  /** Changed elsewhere since the form was made; nothing was stored. `choices` are the customer's over what is stored now. */
  | (Unsaved & {
      readonly kind: 'conflict';
      /** Of what is stored now. */
      readonly version: number;
      readonly elsewhere: readonly ChangedChoice[];
    });

/** What is shown again, for the customer to send once more. */
interface Unsaved {
  readonly choices: Choices;
  /** Texts to the number known now were agreed to. */
  readonly consents: boolean;
}

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
