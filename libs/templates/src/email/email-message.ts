import type { Language, NotificationType } from '#contracts';
import type { Labels } from '../content/labels.js';
import type { EmailContent } from '../content/message-template.js';
import type { EmailLinks } from '../content/render-context.js';
import type { SafeHtml } from './html.js';

/** All that an email shows, in words. The two layouts differ in form only. */
export interface EmailMessage extends EmailContent {
  readonly type: NotificationType;
  readonly language: Language;
  readonly labels: Labels;
  readonly greeting: string;
  readonly signature: string;
  readonly help: string;
  readonly supportContact: string;
  /** JSON-LD. */
  readonly structuredData: SafeHtml;
  readonly footer: {
    readonly why: string;
    readonly brandName: string;
    readonly postalAddress: string;
    readonly preferences: string;
    readonly unsubscribe: string;
    readonly links: Pick<EmailLinks, 'preferences' | 'unsubscribe'>;
  };
  /** Only the HTML part has it. */
  readonly pixel: string | null;
}
