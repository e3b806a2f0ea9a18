/** Implements F7, F9. Why a notification is not sent, in words for those who serve customers: a clause for each reason there is. */
import type { Channel, NotificationType, Reason } from '#contracts';
import type { SwitchedOff } from '#database';
import { SUPPRESSION_REASONS, type SuppressionReason } from '#notifications';
import type { ChangeSource } from '../preferences/preferences.service.js';
import { shortDate } from './local-time.js';

interface ChannelWords {
  /** One message of it, at the start of a sentence. */
  readonly one: string;
  readonly many: string;
  readonly provider: string;
  readonly address: string;
}

export const CHANNEL_WORDS = {
  email: { one: 'Email', many: 'emails', provider: 'SendGrid', address: 'email address' },
  sms: { one: 'SMS', many: 'text messages', provider: 'Twilio', address: 'phone number' },
  in_app: { one: 'In-app message', many: 'in-app messages', provider: 'the inbox', address: 'account' },
} as const satisfies Record<Channel, ChannelWords>;

/** `“Order shipped”`: as those call it who work with the events. */
export function typeWords(type: NotificationType): string {
  const words = type.replaceAll('_', ' ');
  return `“${words.charAt(0).toUpperCase()}${words.slice(1)}”`;
}

/** What the clauses are about. */
export interface Subject {
  readonly channel: Channel;
  readonly type: NotificationType;
  /** The customer's. */
  readonly timeZone: string;
  /** When it is told: a date that is not of about this year has its year. */
  readonly now: Date;
  /** The change behind a switch that is off; null: none is known. */
  readonly switchedOff: SwitchedOff | null;
  /** Why the address is on the suppression list; none: it is not known, or not there any more. */
  readonly suppressions: readonly SuppressionReason[];
}

const SOURCE_WORDS = {
  preferences_api: 'in their account',
  preference_page: 'preference page',
  unsubscribe_link: 'unsubscribe link',
  mail_program: 'mail program',
} as const satisfies Record<ChangeSource, string>;

/** @param never said where it is off from the beginning */
function off({ switchedOff, timeZone, now }: Subject, what: string, never: string): string {
  if (switchedOff === null) return never;
  const source = (SOURCE_WORDS as Readonly<Record<string, string>>)[switchedOff.source] ?? 'elsewhere';
  return `the customer switched ${what} off on ${shortDate(timeZone, switchedOff.at, now)} (${source})`;
}

/** Each completes "not sent:" or "given up:". */
export const REASON_WORDS = {
  global_off: (s) => off(s, 'all notifications', 'the customer has all notifications switched off'),
  channel_off: (s) => {
    const { many } = CHANNEL_WORDS[s.channel];
    const never = s.channel === 'sms' ? 'are off until the customer switches them on' : 'are switched off';
    return off(s, many, `${many} ${never}`);
  },
  type_off: (s) => {
    const what = `${CHANNEL_WORDS[s.channel].many} about ${typeWords(s.type)}`;
    return off(s, what, `the customer has ${what} switched off`);
  },
  daily_cap: () => 'the customer has the most notifications that anybody gets in a day',
  suppression_list: ({ channel, suppressions }) => {
    const why = suppressions.map((each) => SUPPRESSION_REASONS[each].explanation.replace(/\.$/, ''));
    return [`the ${CHANNEL_WORDS[channel].address} is on the suppression list`, ...why].join('. ');
  },
  no_consent: () => 'the customer has not agreed to text messages at this number',
  no_address: (s) => `the customer has no ${CHANNEL_WORDS[s.channel].address}`,
  no_recipient: (s) => `nobody has told us the customer's ${CHANNEL_WORDS[s.channel].address} yet`,
  invalid_address: (s) => `there can be no such ${CHANNEL_WORDS[s.channel].address}`,
  quiet_hours: () => 'it is quiet time where the customer is',
  paused: () => 'sending is paused for the moment',
  retries_exhausted: () => 'every attempt failed',
  provider_rejected: () => 'the provider refused the message for good',
  bounced: (s) => (s.channel === 'email' ? 'the email came back' : 'the message could not be delivered'),
  unconfirmed: () => 'it never became known whether the provider took it',
  too_old: () => 'the order event was too old to tell anybody of it',
  overtaken: () => 'newer news of the same package had been announced',
  erased: () => 'the customer asked to be forgotten',
  template_error: () => 'the message could not be written from the data of the event',
  not_allowlisted: () => 'this installation writes only to addresses on its list (RECIPIENT_ALLOWLIST)',
} as const satisfies Record<Reason, (subject: Subject) => string>;
