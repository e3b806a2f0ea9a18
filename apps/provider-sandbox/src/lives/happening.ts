import type { Provider, TrackedMessage } from '../ledger/ledger-entries.js';
import type { EventNameAt, LifeEvent } from './life.schema.js';

/** An event of a provider's. */
export type EventAt<P extends Provider> = Extract<LifeEvent, { event: EventNameAt<P> }>;
export type MailEvent = EventAt<'sendgrid'>;
export type TextEvent = EventAt<'twilio'>;
/** A text's own events: what a person texts back is another text's. */
export type TextStatusEvent = Exclude<TextEvent, { event: 'reply' }>;

/** Something that happened to a message. */
export interface Happening<E extends LifeEvent = LifeEvent> {
  readonly message: TrackedMessage;
  readonly event: E;
  readonly at: Date;
}
