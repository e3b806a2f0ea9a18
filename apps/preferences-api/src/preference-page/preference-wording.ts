/** Implements F3, N8. What the preference page has words for, apart from the names of types and channels. */
import type { Channel } from '#contracts';
import type { TextName } from '../preferences/preference-choices.js';
import type { ChangeSource } from '../preferences/preferences.service.js';

export interface PreferenceWording {
  readonly heading: string;
  readonly intro: (brand: string) => string;
  readonly saved: { readonly title: string; readonly detail: string };
  readonly invalid: { readonly title: string; readonly fields: Readonly<Record<TextName, string>> };
  readonly conflict: { readonly title: string; readonly detail: string; readonly elsewhere: string };
  readonly global: { readonly name: string; readonly detail: string };
  readonly channels: {
    readonly heading: string;
    readonly names: Readonly<Record<Channel, string>>;
    /** `address` null: we know none. */
    readonly details: Readonly<Record<Channel, (address: string | null, brand: string) => string>>;
    /** What somebody who turns texts on agrees to. */
    readonly smsConsent: string;
    /** What goes with any consent to texts. */
    readonly smsTerms: string;
    /** Where consent was given for a number that has changed since. */
    readonly otherNumber: {
      readonly why: (phone: string) => string;
      /** What somebody who ticks the box agrees to. */
      readonly agree: (phone: string) => string;
    };
  };
  readonly types: { readonly heading: string; readonly detail: string; readonly column: string };
  readonly quietHours: {
    readonly heading: string;
    readonly name: string;
    readonly start: string;
    readonly end: string;
    readonly timeZone: string;
    /** Sentences in which `{start}`, `{end}` and `{city}` stand for what is chosen. */
    readonly active: string;
    /** Instead, without `{city}`, where the customer's number goes with several zones and none was chosen. */
    readonly severalZones: string;
    readonly inactive: string;
    readonly textsOff: string;
  };
  readonly language: { readonly heading: string; readonly name: string };
  /** The choice left to us; what it comes to in brackets, where that is known. */
  readonly automatic: (now: string | null) => string;
  readonly save: string;
  readonly unsaved: string;
  readonly failed: string;
  readonly history: {
    readonly heading: string;
    readonly none: string;
    readonly sources: Readonly<Record<ChangeSource, string>>;
    readonly elsewhere: string;
    readonly on: string;
    readonly off: string;
    readonly names: Readonly<Record<'globalEnabled' | 'quietHours.enabled' | TextName, string>>;
  };
  readonly footer: { readonly personal: string; readonly help: string };
}
