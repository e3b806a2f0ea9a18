/** Implements F1. Twilio's own library over our pooled transport. */
import { NoAnswerError, ProviderHttp, type SendResult } from '#delivery';
import type { Clock } from '#runtime';
import twilio from 'twilio';
import { twilioFailure } from './twilio-results.js';
import type { TwilioSettings } from './twilio.settings.js';

export interface TextMessage {
  /** E.164. */
  readonly to: string;
  readonly body: string;
  /** Where Twilio reports what becomes of it. */
  readonly statusCallback: string;
}

/** What the library asks of its HTTP client; only what we use of it. */
interface SdkRequest {
  readonly method: string;
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  readonly headers?: Record<string, string>;
  readonly params?: Record<string, unknown>;
  readonly data?: Record<string, unknown>;
}

export class TwilioClient {
  private readonly http: ProviderHttp;
  private readonly sdk: twilio.Twilio;

  constructor(
    private readonly settings: TwilioSettings,
    private readonly clock: Clock,
  ) {
    this.http = new ProviderHttp(settings.baseUrl);
    this.sdk = twilio(settings.accountSid, settings.authToken, {
      // Its own client retries on 429 without telling us; ours counts every call.
      httpClient: { request: (request: SdkRequest) => this.call(request) } as never,
      lazyLoading: true,
    });
  }

  async send({ to, body, statusCallback }: TextMessage): Promise<SendResult> {
    try {
      const message = await this.sdk.messages.create({ to, body, statusCallback, ...this.settings.sender });
      return { outcome: 'accepted', providerMessageId: message.sid };
    } catch (error) {
      return this.failure(error);
    }
  }

  /** @returns what is wrong with our account, in our words */
  async fault(): Promise<string | undefined> {
    try {
      await this.sdk.messages.list({ limit: 1, pageSize: 1 });
      return undefined;
    } catch (error) {
      const result = this.failure(error);
      return `Twilio: ${result.code ?? result.outcome}`;
    }
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private failure(error: unknown): SendResult {
    if (error instanceof NoAnswerError) {
      return { outcome: error.maybeTaken ? 'unconfirmed' : 'retryable', code: error.code };
    }
    if (error instanceof twilio.RestException) {
      return twilioFailure({ status: error.status, code: error.code }, this.clock.now());
    }
    // A success whose text the library cannot read.
    if (error instanceof SyntaxError) return { outcome: 'unconfirmed', code: 'unreadable_answer' };
    throw error;
  }

  private async call({ method, uri, username, password, headers, params, data }: SdkRequest) {
    const { pathname } = new URL(uri);
    const query = form(params ?? {});
    const answer = await this.http.request({
      method: method.toUpperCase() as 'GET' | 'POST',
      path: query === '' ? pathname : `${pathname}?${query}`,
      headers: {
        ...headers,
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        ...(data === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body: data === undefined ? undefined : form(data),
    });
    return { statusCode: answer.status, headers: answer.headers, body: answer.body };
  }
}

function form(fields: Record<string, unknown>): string {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return new URLSearchParams(Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))).toString();
}
