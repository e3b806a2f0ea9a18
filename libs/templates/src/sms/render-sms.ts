/** Implements F1, F2, N8. An order event as an SMS. */
import type { Language, NotificationType, OrderEvent } from '#contracts';
import { FieldReader } from '../content/field-reader.js';
import type { MessageContext } from '../content/render-context.js';
import { sentences } from '../content/wording.js';
import { templateOf } from '../templates.js';
import { foldToGsm7 } from './gsm7-folding.js';
import { type SmsSize, smsSize } from './sms-size.js';

export interface RenderedSms extends SmsSize {
  readonly body: string;
}

export interface SmsOptions {
  /** The first SMS to a number says how to stop them. Default false. */
  readonly firstMessage?: boolean;
}

/** The brand comes first: it says who is writing. Both parts stay within GSM-7. */
const FRAME = {
  en: { opening: (brand) => `${brand}:`, optOut: 'Reply STOP to opt out.' },
  es: { opening: (brand) => `${brand}:`, optOut: 'Responde STOP para darte de baja.' },
  fr: { opening: (brand) => `${brand} :`, optOut: 'Répondez STOP pour vous désabonner.' },
} as const satisfies Record<Language, { opening: (brand: string) => string; optOut: string }>;

/** Each segment is paid for. Longer than this, the message gives up its date, then its link. */
const MAX_SEGMENTS = 2;

/**
 * Text that GSM-7 can nearly write is folded to it, see {@link foldToGsm7}; free text is cut to 40 characters; numbers and
 * links stay exact.
 *
 * @throws TemplateError
 */
export function renderSms<T extends NotificationType>(
  event: OrderEvent<T>,
  context: MessageContext,
  options: SmsOptions = {},
): RenderedSms {
  const { language, timeZone, brand } = context;
  const read = new FieldReader({ type: event.type, channel: 'sms', language }, timeZone);
  const opening = FRAME[language].opening(read.phrase(brand.name, 'brand.name'));
  const optOut = options.firstMessage === true && FRAME[language].optOut;
  const drafts = templateOf(event.type)
    .sms(event, context)
    .map((words) => measured(sentences(opening, words, optOut)));
  return shortEnough(drafts);
}

function measured(text: string): RenderedSms {
  const body = foldToGsm7(text);
  return { body, ...smsSize(body) };
}

function shortEnough(drafts: readonly RenderedSms[]): RenderedSms {
  const fitting = drafts.find(({ segments }) => segments <= MAX_SEGMENTS) ?? drafts.at(-1);
  if (fitting === undefined) throw new RangeError('A template has at least one SMS wording.');
  return fitting;
}
