/** Implements F1. SendGrid's own mail library over our pooled transport. */
import {
  type EraseResult,
  NoAnswerError,
  ProviderHttp,
  type ProviderResponse,
  type RequestStart,
  type SendResult,
  StartGateCarrier,
} from '#delivery';
import { classes } from '@sendgrid/helpers';
import type { MailService } from '@sendgrid/mail';
import sendgrid, { type MailDataRequired } from '@sendgrid/mail';
import { sendgridResult } from './sendgrid-results.js';
import type { SendgridSettings } from './sendgrid.settings.js';

interface SdkRequest {
  readonly url: string;
  readonly body: unknown;
}

/** What the library takes, with the two bodies that all our emails have. */
export type Mail = MailDataRequired & { readonly text: string; readonly html: string };

export class SendgridClient {
  private readonly http: ProviderHttp;
  private readonly mail: MailService;
  private readonly gate = new StartGateCarrier();

  constructor(private readonly settings: SendgridSettings) {
    this.http = new ProviderHttp(settings.baseUrl);
    this.mail = new (sendgrid.constructor as typeof MailService)();
    // Every answer comes back as a value: the library would make an error of some and quote the request in it.
    this.mail.setClient({ request: async (request: SdkRequest) => [await this.post(request), undefined] } as never);
  }

  /** @throws NotStartedError */
  async send(mail: Mail, start: RequestStart): Promise<SendResult> {
    try {
      const sent = this.gate.carry(start, () => this.mail.send(built(mail) as never));
      const [answer] = (await sent) as unknown as [ProviderResponse];
      return sendgridResult(answer);
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      return { outcome: error.maybeTaken ? 'unconfirmed' : 'retryable', code: error.code };
    }
  }

  /**
   * SendGrid deletes names, addresses, subject lines and whatever else it keeps of what was sent to these. At most 5,000 addresses, 100 requests
   * a minute. https://www.twilio.com/docs/sendgrid/api-reference/recipients-data-erasure-api
   */
  async erase(addresses: readonly string[]): Promise<EraseResult> {
    const body = JSON.stringify({ email_addresses: addresses });
    const headers = { ...this.headers(), 'content-type': 'application/json' };
    try {
      const { status } = await this.http.request({ method: 'POST', path: '/v3/recipients/erasejob', headers, body });
      return status === 202 ? { outcome: 'erased' } : { outcome: 'later', code: `sendgrid_${status}` };
    } catch (error) {
      if (error instanceof NoAnswerError) return { outcome: 'later', code: error.code };
      throw error;
    }
  }

  /** @returns what is wrong with our account, in our words */
  async fault(): Promise<string | undefined> {
    try {
      const { status } = await this.http.request({ method: 'GET', path: '/v3/scopes', headers: this.headers() });
      return status === 200 ? undefined : `SendGrid answers ${status}`;
    } catch (error) {
      if (error instanceof NoAnswerError) return `SendGrid gives no answer (${error.code})`;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.http.close();
  }

  /** The library passes a mail's headers on as headers of its request; they belong into the body only. */
  private post({ url, body }: SdkRequest): Promise<ProviderResponse> {
    const headers = { ...this.headers(), 'content-type': 'application/json' };
    const request = { method: 'POST', path: url, route: url, headers, body: JSON.stringify(body) } as const;
    return this.http.request(request, this.gate.current);
  }

  private headers() {
    return { authorization: `Bearer ${this.settings.apiKey}`, accept: 'application/json' };
  }
}

/** The library would copy whatever it is given by way of JSON: the bodies, which are nearly all of it, are added afterwards. */
function built({ text, html, ...rest }: Mail) {
  const mail = new classes.Mail(rest);
  mail.addTextContent(text);
  mail.addHtmlContent(html);
  return mail;
}
