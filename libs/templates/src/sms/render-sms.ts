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
  /**
   * Whether letters that GSM-7 lacks lose their accents (á → a, ç → c; é, è, à, ñ and ü it has). One such letter makes the
   * whole SMS UCS-2, 70 characters a segment instead of 160, and so about doubles its price: our own words avoid them,
   * but a Spanish “sábado” cannot, nor can names. Signs (“ ” ’ … •) become plain either way.
   * Default true.
   */
  readonly transliterate?: boolean;
}

/** The brand comes first: it says who is writing. Both parts stay within GSM-7. */
const FRAME = {
  en: { opening: (brand) => `${brand}:`, optOut: 'Reply STOP to opt out.' },
  es: { opening: (brand) => `${brand}:`, optOut: 'Responda STOP para darse de baja.' },
  fr: { opening: (brand) => `${brand} :`, optOut: 'Répondez STOP pour vous désabonner.' },
} as const satisfies Record<Language, { opening: (brand: string) => string; optOut: string }>;

/** Each segment is paid for. Longer than this, the message gives up its date, then its link. */
const MAX_SEGMENTS = 2;

/**
 * What GSM-7 can nearly write is folded to it, see {@link foldToGsm7}; free text is cut to 40 characters; numbers and
 * links stay exact.
 *
 * @throws TemplateError
 */
export function renderSms<T extends NotificationType>(
  event: OrderEvent<T>,
  context: MessageContext,
  { firstMessage = false, transliterate = true }: SmsOptions = {},
): RenderedSms {
  const { language, timeZone, brand } = context;
  const read = new FieldReader({ type: event.type, channel: 'sms', language }, timeZone);
  const opening = FRAME[language].opening(read.phrase(brand.name, 'brand.name'));
  const optOut = firstMessage && FRAME[language].optOut;
  const drafts = templateOf(event.type)
    .sms(event, context)
    .map((words) => measured(foldToGsm7(sentences(opening, words, optOut), { letters: transliterate })));
  return shortEnough(drafts);
}

function measured(body: string): RenderedSms {
  return { body, ...smsSize(body) };
}

function shortEnough(drafts: readonly RenderedSms[]): RenderedSms {
  const fitting = drafts.find(({ segments }) => segments <= MAX_SEGMENTS) ?? drafts.at(-1);
  if (fitting === undefined) throw new RangeError('A template has at least one SMS wording.');
  return fitting;
}
