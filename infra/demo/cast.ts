import type { Language, NotificationType, preferencesInputSchema } from '#contracts';
import type { z } from 'zod';
import type { FaultStep } from '../../apps/provider-sandbox/src/faults/fault.schema.js';
import {
  type ByChannel,
  type Expectation,
  failed,
  onAllChannels,
  SENT,
  suppressed,
  WAITS_FOR_MORNING,
} from './expectation.js';

export type PreferencesInput = z.input<typeof preferencesInputSchema>;

/** What the provider does to a customer's messages, and the failed calls that must come of it. */
export interface FaultPlan {
  readonly steps: readonly FaultStep[];
  /** `once`: the first requests fare so; `always`: every request does, and each message on its own has these failures. */
  readonly when: 'once' | 'always';
  /** Codes of the failed attempts. */
  readonly failures: readonly string[];
  /** The provider took the message: its report may show so in time, and then no attempt failed. */
  readonly mayBeReported?: boolean;
}

/** A customer of the demo: who it is, what it wants, what befalls it, and what should therefore become of its notifications. */
export interface CastMember {
  readonly name: string;
  /** What there is to see, in a few words. */
  readonly about: string;
  /** As upstream says it; any language. */
  readonly language: string;
  /** The language its messages should be in. */
  readonly readsIn: Language;
  readonly timeZone: string;
  readonly currency: string;
  /** Who can tell us how to reach the customer. */
  readonly knownFrom: readonly ('event' | 'directory')[];
  /** `####` becomes four digits of the run. Absent: the customer has none. */
  readonly phone?: string;
  /** Absent: the customer never chose anything. */
  readonly preferences?: PreferencesInput;
  /** Quiet hours, counted in hours from the full hour in which the demo starts; for zones of whole hours. */
  readonly quietHours?: { readonly from: number; readonly to: number };
  readonly faults?: { readonly email?: FaultPlan; readonly sms?: FaultPlan };
  readonly expects: ByChannel<Expectation>;
  readonly exceptions?: Partial<Record<NotificationType, ByChannel<Expectation>>>;
}

const EVERYWHERE = ['directory', 'event'] as const;
const SMS_ON: PreferencesInput = { channels: { sms: true }, quietHours: { enabled: false } };
const BY_DEFAULT: ByChannel<Expectation> = { email: SENT, sms: suppressed('channel_off'), in_app: SENT };

const BROKEN: FaultStep = { kind: 'status', status: 500, accepted: false };
const UNAVAILABLE: FaultStep = { kind: 'status', status: 503, accepted: false };

export const CAST: readonly CastMember[] = [
  {
    name: 'Ana',
    about: 'wants everything, on all three channels',
    language: 'es-MX',
    readsIn: 'es',
    timeZone: 'America/Los_Angeles',
    currency: 'USD',
    knownFrom: EVERYWHERE,
    phone: '+1213555####',
    preferences: SMS_ON,
    expects: onAllChannels(SENT),
  },
  {
    name: 'Ben',
    about: 'never chose anything; SendGrid breaks twice',
    language: 'en-US',
    readsIn: 'en',
    timeZone: 'America/New_York',
    currency: 'USD',
    knownFrom: EVERYWHERE,
    phone: '+1212555####',
    faults: { email: { steps: [BROKEN, BROKEN], when: 'once', failures: ['sendgrid_500', 'sendgrid_500'] } },
    expects: BY_DEFAULT,
  },
  {
    name: 'Chloé',
    about: 'no email; SMS outside quiet hours; Twilio is unavailable once',
    language: 'fr-FR',
    readsIn: 'fr',
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    knownFrom: EVERYWHERE,
    phone: '+3363998####',
    preferences: { channels: { email: false, sms: true } },
    quietHours: { from: 6, to: 9 },
    faults: { sms: { steps: [UNAVAILABLE], when: 'once', failures: ['twilio_20503'] } },
    expects: { email: suppressed('channel_off'), sms: SENT, in_app: SENT },
  },
  {
    name: 'Diego',
    about: 'nothing about payments, shipments by email only; an answer gets lost',
    language: 'es-ES',
    readsIn: 'es',
    timeZone: 'Europe/Madrid',
    currency: 'EUR',
    knownFrom: EVERYWHERE,
    phone: '+3460055####',
    preferences: {
      ...SMS_ON,
      types: { payment_processed: { enabled: false }, order_shipped: { channels: ['email'] } },
    },
    faults: {
      email: { steps: [{ kind: 'answer_lost' }], when: 'once', failures: ['connection_lost'], mayBeReported: true },
    },
    expects: onAllChannels(SENT),
    exceptions: {
      payment_processed: onAllChannels(suppressed('type_off')),
      order_shipped: { email: SENT, sms: suppressed('type_off'), in_app: suppressed('type_off') },
    },
  },
  {
    name: 'Emma',
    about: 'switched everything off',
    language: 'en-GB',
    readsIn: 'en',
    timeZone: 'Europe/London',
    currency: 'GBP',
    knownFrom: EVERYWHERE,
    phone: '+44770090####',
    preferences: { globalEnabled: false, channels: { sms: true } },
    expects: onAllChannels(suppressed('global_off')),
  },
  {
    name: 'Kenji',
    about: 'is asleep: SMS waits; chose French; one slow answer',
    language: 'ja',
    readsIn: 'fr',
    timeZone: 'Asia/Tokyo',
    currency: 'USD',
    knownFrom: EVERYWHERE,
    phone: '+81905555####',
    preferences: { channels: { sms: true }, language: 'fr' },
    quietHours: { from: -2, to: 6 },
    faults: { email: { steps: [{ kind: 'slow', delayMs: 3_000, accepted: true }], when: 'once', failures: [] } },
    expects: { email: SENT, sms: WAITS_FOR_MORNING, in_app: SENT },
  },
  {
    name: 'Margaux',
    about: 'a guest, known from her orders only; SendGrid says "too many requests"',
    language: 'fr-BE',
    readsIn: 'fr',
    timeZone: 'Europe/Brussels',
    currency: 'EUR',
    knownFrom: ['event'],
    phone: '+3247055####',
    faults: {
      email: { steps: [{ kind: 'rate_limited', resetAfterSeconds: 5 }], when: 'once', failures: ['sendgrid_429'] },
    },
    expects: BY_DEFAULT,
  },
  {
    name: 'Gloria',
    about: 'her address is in the directory only',
    language: 'es-CO',
    readsIn: 'es',
    timeZone: 'America/Bogota',
    currency: 'USD',
    knownFrom: ['directory'],
    phone: '+57300555####',
    preferences: SMS_ON,
    expects: onAllChannels(SENT),
  },
  {
    name: 'Hugo',
    about: 'gave a phone number that is none',
    language: 'fr-CA',
    readsIn: 'fr',
    timeZone: 'America/Toronto',
    currency: 'CAD',
    knownFrom: EVERYWHERE,
    phone: 'ask at the door',
    preferences: SMS_ON,
    expects: { email: SENT, sms: failed('invalid_address'), in_app: SENT },
  },
  {
    name: 'Inês',
    about: 'SMS on but has no phone, inbox off; we write no Portuguese',
    language: 'pt-PT',
    readsIn: 'en',
    timeZone: 'Europe/Lisbon',
    currency: 'EUR',
    knownFrom: EVERYWHERE,
    preferences: { ...SMS_ON, channels: { sms: true, in_app: false } },
    expects: { email: SENT, sms: suppressed('no_address'), in_app: suppressed('channel_off') },
  },
  {
    name: 'Jonas',
    about: 'SendGrid refuses his address: not tried again',
    language: 'en-US',
    readsIn: 'en',
    timeZone: 'America/Chicago',
    currency: 'USD',
    knownFrom: EVERYWHERE,
    phone: '+1312555####',
    faults: {
      email: { steps: [{ kind: 'rejected', status: 400 }], when: 'always', failures: ['sendgrid_400'] },
    },
    expects: { ...BY_DEFAULT, email: failed('provider_rejected') },
  },
  {
    name: 'Omar',
    about: 'every email fails: four attempts, then the dead letters',
    language: 'fr-MA',
    readsIn: 'fr',
    timeZone: 'Africa/Casablanca',
    currency: 'EUR',
    knownFrom: EVERYWHERE,
    faults: {
      email: { steps: [BROKEN], when: 'always', failures: Array<string>(4).fill('sendgrid_500') },
    },
    expects: { ...BY_DEFAULT, email: failed('retries_exhausted') },
  },
  {
    name: 'Pat',
    about: 'nobody knows how to reach them',
    language: 'en-US',
    readsIn: 'en',
    timeZone: 'America/Denver',
    currency: 'USD',
    knownFrom: [],
    expects: { ...BY_DEFAULT, email: failed('no_recipient') },
  },
];
