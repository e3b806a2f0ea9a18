/** What every template is shown and tested with: the gallery's and the tests' messages. */
import type { Language, NotificationType, OrderEvent } from '#contracts';
import type { RenderContext } from '../content/render-context.js';
import { EXTREME_DATA } from './extreme.samples.js';
import { MINIMAL_DATA } from './minimal.samples.js';
import { aSampleContext, aSampleEvent } from './order-event.samples.js';
import { REALISTIC_DATA, REALISTIC_READERS } from './realistic.samples.js';
import type { SampleData } from './sample-data.js';

/**
 * - `realistic`: as most customers get it, with names and goods in their language
 * - `minimal`: only what the type requires; nothing else is known of order or customer
 * - `extreme`: every field as long and as strange as an event may have it, and still well meant
 */
export const DATA_SETS = ['realistic', 'minimal', 'extreme'] as const;

export type DataSet = (typeof DATA_SETS)[number];

export interface SampleMessage<T extends NotificationType> {
  readonly event: OrderEvent<T>;
  readonly context: RenderContext;
}

const DATA: Readonly<Record<DataSet, (language: Language) => SampleData>> = {
  realistic: (language) => REALISTIC_DATA[language],
  minimal: () => MINIMAL_DATA,
  extreme: () => EXTREME_DATA,
};

const CONTEXT: Readonly<Record<DataSet, (language: Language) => Partial<RenderContext>>> = {
  realistic: (language) => REALISTIC_READERS[language],
  minimal: () => ({ recipientName: null, links: { ...aSampleContext().links, preferences: null } }),
  extreme: () => ({ recipientName: 'محمد عبد الرحمن 🥾 Maximiliano-Bartholomäus von und zu <b>Sternenfels</b>' }),
};

/** An event of `type` and the context of a customer who reads `language`. */
export function sampleMessage<T extends NotificationType>(
  type: T,
  dataSet: DataSet,
  language: Language,
): SampleMessage<T> {
  return {
    event: { ...aSampleEvent(type), data: DATA[dataSet](language)[type] },
    context: aSampleContext({ language, ...CONTEXT[dataSet](language) }),
  };
}
