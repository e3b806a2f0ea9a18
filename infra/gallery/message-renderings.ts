import { CHANNELS, LANGUAGES, type Language, NOTIFICATION_TYPES, type NotificationType } from '#contracts';
import {
  type RenderedEmail,
  type RenderedInApp,
  type RenderedSms,
  renderEmail,
  renderInApp,
  renderSms,
} from '#templates';
import { DATA_SETS, type DataSet, sampleMessage } from '../../libs/templates/src/samples/data-sets.js';

/** What one customer gets of one event, on every channel. */
export interface MessageRenderings {
  readonly type: NotificationType;
  readonly language: Language;
  readonly dataSet: DataSet;
  readonly email: RenderedEmail;
  readonly sms: RenderedSms;
  /** With the hint on how to stop them. */
  readonly firstSms: RenderedSms;
  readonly inApp: RenderedInApp;
}

/** 8 types × 3 languages × 3 data sets, each on 3 channels. */
export function allRenderings(): readonly MessageRenderings[] {
  return NOTIFICATION_TYPES.flatMap((type) =>
    LANGUAGES.flatMap((language) => DATA_SETS.map((dataSet) => renderingsOf(type, language, dataSet))),
  );
}

export function renderingsOf(type: NotificationType, language: Language, dataSet: DataSet): MessageRenderings {
  const { event, context } = sampleMessage(type, dataSet, language);
  return {
    type,
    language,
    dataSet,
    email: renderEmail(event, context),
    sms: renderSms(event, context),
    firstSms: renderSms(event, context, { firstMessage: true }),
    inApp: renderInApp(event, context),
  };
}

/** What the gallery's filters choose from. */
export const CHOICES = {
  type: NOTIFICATION_TYPES,
  language: LANGUAGES,
  channel: CHANNELS,
  data: DATA_SETS,
} as const;
