import type { Language } from '#contracts';

/** Who is writing. Plain text, never markup. */
export interface Brand {
  readonly name: string;
  /** Named in every email, as CAN-SPAM asks. */
  readonly postalAddress: string;
  /** An email address, a phone number or a web address, shown as it is. */
  readonly supportContact: string;
}

/** Absolute http(s) addresses, personal to the recipient. */
export interface EmailLinks {
  readonly unsubscribe: string;
  /** null: there is no preference page to lead to. */
  readonly preferences: string | null;
  /** A picture of one point, fetched when the email is opened; absent: none. */
  readonly pixel?: string;
}

/** What a message on any channel needs besides its event. */
export interface MessageContext {
  readonly language: Language;
  /** IANA name of the customer's zone; instants are told in it. */
  readonly timeZone: string;
  /** First or full name, or null where nobody knows it. */
  readonly recipientName: string | null;
  readonly brand: Brand;
}

/** What an email needs; the other channels have no use for the links. */
export interface RenderContext extends MessageContext {
  readonly links: EmailLinks;
}
