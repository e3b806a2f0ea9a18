/** Implements F1. What a channel has to be able to do. One implementation per channel. */
import type { Channel, Language, NotificationType, OrderEvent, Reason } from '#contracts';
import type { OpenAttempts } from '#database';
import type { Contact, Said } from '#notifications';
import type { TraceSpan } from '#runtime';
import type { StartGate } from './start-gate.js';

/** One notification, opened and ready to be rendered and sent. */
export interface OutgoingMessage {
  readonly notificationId: string;
  /** Number of the provider call about to be made; counts on over all budgets, from 1. */
  readonly attempt: number;
  readonly userId: string;
  readonly type: NotificationType;
  readonly event: OrderEvent;
  readonly contact: Contact;
  readonly language: Language;
  /** IANA name; exists. */
  readonly timeZone: string;
  /** The first SMS to this number, as far as we know: it says how to stop them. */
  readonly firstToNumber?: boolean | undefined;
  /** What the provider has not delivered by then it must not deliver any more. Absent: it may at any time. */
  readonly deliverBefore?: Date | undefined;
}

/** How a provider call ended. Codes are ours and name no address; see each channel's table of codes. */
export type SendResult =
  | {
      readonly outcome: 'accepted';
      readonly providerMessageId: string | null;
      readonly code?: string;
      /** Of a text: into how many it was split. Absent: the provider did not say. */
      readonly segments?: number | undefined;
    }
  /**
   * The provider did not take it, and may take it later. `limited`: nor anything else of ours before `notBefore`, for we have reached its
   * rate limit.
   */
  | {
      readonly outcome: 'retryable';
      readonly code: string;
      readonly notBefore?: Date | undefined;
      readonly limited?: true | undefined;
    }
  /** The provider will never take it. `suppress`: nor anything else to this address. */
  | { readonly outcome: 'permanent'; readonly code: string; readonly suppress?: boolean }
  /** The request was written, its answer is not known: the provider may have taken it. */
  | { readonly outcome: 'unconfirmed'; readonly code: string }
  /** The fault is the channel's (credentials, account), not the message's: nothing was taken, and no attempt is used up. */
  | { readonly outcome: 'channel_fault'; readonly code: string };

/** A question about attempts whose outcome is not known. */
export interface Inquiry extends OpenAttempts {
  /** The message as it would be sent now. */
  readonly message: OutgoingMessage;
}

/** A message of ours that the provider knows. */
export interface Finding {
  /** Number of the attempt that brought it there. */
  readonly attempt: number;
  readonly said: Said;
  readonly at: Date;
  readonly providerMessageId: string;
}

export type LookUpResult =
  /** No findings: the provider knows none of the attempts. */
  | { readonly outcome: 'answered'; readonly findings: readonly Finding[] }
  /** Nothing was learnt; worth asking again. */
  | { readonly outcome: 'unavailable'; readonly code: string };

/** What came of asking the provider to forget. `code` is ours and names no address. */
export type EraseResult = { readonly outcome: 'erased' } | { readonly outcome: 'later'; readonly code: string };

/** Why a message cannot be sent at all; found without a provider call. */
export type Unsendable = Extract<Reason, 'invalid_address' | 'not_allowlisted'>;

export abstract class ChannelSender {
  abstract readonly channel: Channel;
  /** True when sending twice is the same as sending once: then an interrupted claim is simply repeated. */
  abstract readonly idempotent: boolean;
  /** @returns why the message cannot be sent, or undefined */
  abstract validate(message: OutgoingMessage): Unsendable | undefined;
  /**
   * Renders and makes one provider call, bounded in time. Never throws for what a provider did.
   * @param mayStart to be asked right before the request is written
   * @param span the request becomes a part of it
   * @throws TemplateError
   * @throws NotStartedError when it might not
   */
  abstract send(message: OutgoingMessage, mayStart: StartGate, span?: TraceSpan): Promise<SendResult>;
  /**
   * Asks the provider what it knows of attempts. Absent: it cannot be asked. Ends within 30 s, half a claim's lease; what it cannot learn
   * by then is asked later. Never throws for what a provider did.
   */
  lookUp?(inquiry: Inquiry): Promise<LookUpResult>;
  /**
   * Asks the provider to forget a customer it sent something to. Absent: there is nobody to ask. Bounded in time; never throws for what a
   * provider did.
   * @param subjects addresses, or the provider's ids of messages, as the channel has them
   */
  erase?(subjects: readonly string[]): Promise<EraseResult>;
  /** Asks the provider whether our account works. A figure for operators, never part of readiness. @returns what is wrong */
  abstract checkHealth(): Promise<string | undefined>;
}
