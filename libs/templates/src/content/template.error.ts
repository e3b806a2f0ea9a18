import type { Channel, Language, NotificationType } from '#contracts';

/** Which rendering a message, or a failure, belongs to. */
export interface TemplateOrigin {
  readonly type: NotificationType;
  readonly channel: Channel;
  readonly language: Language;
}

/** A message that cannot be written because `field` is missing or makes no sense. Sending again would not help. */
export class TemplateError extends Error {
  readonly code = 'template_error';
  readonly retryable = false;
  readonly type: NotificationType;
  readonly channel: Channel;
  readonly language: Language;

  /** @param field path within the event's data or the render context, such as `shipment.carrier`; never its value */
  constructor(
    origin: TemplateOrigin,
    readonly field: string,
    options?: ErrorOptions,
  ) {
    super(
      `Field ${field} is missing or unusable for ${origin.type} by ${origin.channel} in ${origin.language}.`,
      options,
    );
    this.name = 'TemplateError';
    this.type = origin.type;
    this.channel = origin.channel;
    this.language = origin.language;
  }
}
