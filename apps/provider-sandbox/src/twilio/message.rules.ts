import { z } from 'zod';
import type { TwilioErrorCode } from './twilio-answers.js';

/** Form parameters of `POST …/Messages.json`; those that are not simulated are ignored, as Twilio ignores unknown ones. */
export interface MessageParameters {
  readonly To: string;
  readonly From: string;
  readonly MessagingServiceSid: string;
  readonly Body: string;
  readonly StatusCallback: string;
  /** Seconds. */
  readonly ValidityPeriod: string;
}

/** A rule of Twilio's; an absent parameter is an empty one. */
export interface MessageRule {
  readonly parameter: keyof MessageParameters;
  readonly rule: string;
  readonly code: TwilioErrorCode;
  readonly brokenBy: (parameters: MessageParameters) => boolean;
}

/** UTF-16 units. */
const MAX_BODY = 1_600;
const MAX_VALIDITY_SECONDS = 36_000;
const SERVICE_SID = /^MG[0-9a-fA-F]{32}$/;
/** A phone number, a short code or an alphanumeric sender. */
const SENDER = /^(\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 _&+-]{1,11})$/;

/** In the order in which they are checked: the first one broken is told. */
export const MESSAGE_RULES = [
  { parameter: 'To', rule: 'is required', code: 21604, brokenBy: ({ To }) => To === '' },
  { parameter: 'To', rule: 'is E.164', code: 21211, brokenBy: ({ To }) => !z.regexes.e164.test(To) },
  {
    parameter: 'From',
    rule: 'or MessagingServiceSid is required',
    code: 21603,
    brokenBy: ({ From, MessagingServiceSid }) => From === '' && MessagingServiceSid === '',
  },
  { parameter: 'From', rule: 'can send', code: 21212, brokenBy: ({ From }) => From !== '' && !SENDER.test(From) },
  {
    parameter: 'MessagingServiceSid',
    rule: 'is the sid of a messaging service',
    code: 21701,
    brokenBy: ({ MessagingServiceSid: sid }) => sid !== '' && !SERVICE_SID.test(sid),
  },
  { parameter: 'Body', rule: 'is required', code: 21602, brokenBy: ({ Body }) => Body === '' },
  {
    parameter: 'Body',
    rule: 'has at most 1,600 characters',
    code: 21617,
    brokenBy: ({ Body }) => Body.length > MAX_BODY,
  },
  {
    parameter: 'StatusCallback',
    rule: 'is an absolute http(s) URL',
    code: 21609,
    brokenBy: ({ StatusCallback: url }) => url !== '' && !isWebAddress(url),
  },
  {
    parameter: 'ValidityPeriod',
    rule: 'is a positive whole number',
    code: 90014,
    brokenBy: ({ ValidityPeriod: seconds }) => seconds !== '' && !/^0*[1-9]\d*$/.test(seconds),
  },
  {
    parameter: 'ValidityPeriod',
    rule: 'is at most 36,000 seconds',
    code: 90007,
    brokenBy: ({ ValidityPeriod: seconds }) => Number(seconds) > MAX_VALIDITY_SECONDS,
  },
] as const satisfies readonly MessageRule[];

export function brokenRule(parameters: MessageParameters): MessageRule | undefined {
  return MESSAGE_RULES.find(({ brokenBy }) => brokenBy(parameters));
}

/** @param body as parsed from a form; anything else has no parameters */
export function toMessageParameters(body: unknown): MessageParameters {
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
  const text = (name: keyof MessageParameters) => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    To: text('To'),
    From: text('From'),
    MessagingServiceSid: text('MessagingServiceSid'),
    Body: text('Body'),
    StatusCallback: text('StatusCallback'),
    ValidityPeriod: text('ValidityPeriod'),
  };
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}
