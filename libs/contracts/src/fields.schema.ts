import { z } from 'zod';

// Both patterns reach the published schemas, so they are written as validators in other languages understand them.
/* eslint-disable no-control-regex -- NUL is what is looked for */
const WITHOUT_NUL = /^[^\u0000]*$/;
const WEB_ADDRESS = /^https?:\/\/[^\s\u0000]+$/;
/* eslint-enable no-control-regex */

const UNPAIRED_SURROGATE = /\p{Cs}/u;

/** PostgreSQL refuses NUL in text, and an unpaired surrogate has no UTF-8 form: either would fail a whole batch. */
function isWellFormed(value: string): boolean {
  return !UNPAIRED_SURROGATE.test(value);
}

/** Text of 1 to `max` characters that any of our stores accepts. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(WITHOUT_NUL, 'must not contain NUL')
    .refine(isWellFormed, 'must not contain unpaired surrogates');

/** An id issued by somebody else. Opaque: never parsed, only compared. */
export const opaqueId = () => text(128);

/** A decimal string without sign, such as `129.90`. */
export const money = () => z.string().regex(/^\d{1,12}(\.\d{1,4})?$/, 'must be a decimal amount such as "129.90"');

/** ISO 4217 alphabetic code. */
export const currency = () => z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as "USD"');

/** RFC 3339 instant; any offset. */
export const instant = () => z.iso.datetime({ offset: true });

/** Calendar date without a zone, `YYYY-MM-DD`. */
export const calendarDate = () => z.iso.date();

/** Time of day, `HH:MM`, 24 hours. */
export const timeOfDay = () => z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "22:00"');

/** Absolute web address. Other schemes (javascript:, data:) would end up in customers' mail. */
export const webUrl = () =>
  z
    .url({ protocol: /^https?$/, abort: true })
    .max(2048)
    .regex(WEB_ADDRESS, 'must be an http(s) address')
    .refine(isWellFormed, 'must not contain unpaired surrogates');
