/** Implements F1. Twilio's own library over our pooled transport. */
import {
  type EraseResult,
  NoAnswerError,
  ProviderHttp,
  type RequestStart,
  type SendResult,
  StartGateCarrier,
} from '#delivery';
import type { Clock } from '#runtime';
import twilio from 'twilio';
import type { ListedText } from './twilio-findings.js';
import { twilioFailure } from './twilio-results.js';
import type { TwilioSettings } from './twilio.settings.js';

export interface TextMessage {
  /** E.164. */
  readonly to: string;
  readonly body: string;
  /** Where Twilio reports what becomes of it. */
  readonly statusCallback: string;
  /** Twilio gives up then. Absent: after as long as it keeps a message. */
  readonly deliverBefore?: Date | undefined;
}

/** The longest that Twilio keeps a message it cannot deliver. */
const LONGEST_VALIDITY_S = 36_000;
/** What a request may take to reach Twilio, whose count begins only there. */
const ON_ITS_WAY_S = 10;

/** A text of 1,600 characters, the longest that Twilio takes, in the widest encoding. */
const MOST_SEGMENTS = 24;

/** More than a customer gets in days. */
const TEXTS_PER_PAGE = 100;
const MOST_PAGES = 10;
/** No page is asked for later than this: with the longest wait for its answer, a look-up ends well within a claim's lease. */
const LAST_PAGE_AFTER_MS = 15_000;

type Listing = Awaited<ReturnType<twilio.Twilio['messages']['page']>>;
/** Whichever page of a listing. */
type TextPage = Pick<Listing, 'instances' | 'nextPageUrl' | 'nextPage'>;

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
  private readonly gate = new StartGateCarrier();
  /** For what sends. */
  private readonly gated: twilio.Twilio;
  private readonly sdk: twilio.Twilio;

  constructor(
    private readonly settings: TwilioSettings,
    private readonly clock: Clock,
  ) {
    this.http = new ProviderHttp(settings.baseUrl);
    this.gated = this.sdkOver((request) => this.call(request, this.gate.current));
    this.sdk = this.sdkOver((request) => this.call(request));
  }

  /** @throws NotStartedError */
  async send(text: TextMessage, start: RequestStart): Promise<SendResult> {
    const { to, body, statusCallback, deliverBefore } = text;
    const validity = deliverBefore && { validityPeriod: validityPeriod(deliverBefore, this.clock.now()) };
    const { sender } = this.settings;
    try {
      const message = await this.gate.carry(start, () =>
        this.gated.messages.create({ to, body, statusCallback, ...validity, ...sender }),
      );
      return { outcome: 'accepted', providerMessageId: message.sid, segments: segmentsOf(message.numSegments) };
    } catch (error) {
      return this.failure(error);
    }
  }

  /**
   * Every text to a number that was created since then. Not by the day it was sent: what is still queued has none. Takes 30 s at most.
   * @param to E.164
   * @returns a code when Twilio gave no full answer
   */
  async textsTo(to: string, since: Date): Promise<readonly ListedText[] | string> {
    const texts: ListedText[] = [];
    const lastPageAt = this.clock.monotonic() + LAST_PAGE_AFTER_MS;
    try {
      let page: TextPage | undefined = await this.sdk.messages.page({ to, pageSize: TEXTS_PER_PAGE });
      for (let pages = 1; page !== undefined; pages++) {
        const recent = page.instances.filter(({ dateCreated }) => dateCreated >= since);
        texts.push(...recent.map(listedText));
        // Newest first.
        if (recent.length === 0 || page.nextPageUrl === undefined) return texts;
        if (pages === MOST_PAGES || this.clock.monotonic() > lastPageAt) return 'look_up_incomplete';
        page = await page.nextPage();
      }
      return texts;
    } catch (error) {
      return this.failure(error).code ?? 'unknown_error';
    }
  }

  /** Empties a text; Twilio refuses while the text is still on its way. What it does not know any more is forgotten. */
  async redact(sid: string): Promise<EraseResult> {
    try {
      await this.sdk.messages(sid).update({ body: '' });
      return { outcome: 'erased' };
    } catch (error) {
      if (refusalIn(error)?.status === 404) return { outcome: 'erased' };
      return { outcome: 'later', code: this.failure(error).code ?? 'unknown_error' };
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
    const refusal = refusalIn(error);
    if (refusal !== undefined) return twilioFailure(refusal, this.clock.now());
    // A success whose text the library cannot read.
    if (error instanceof SyntaxError) return { outcome: 'unconfirmed', code: 'unreadable_answer' };
    throw error;
  }

  /** Its own client retries on 429 without telling us; ours counts every call. */
  private sdkOver(request: (request: SdkRequest) => Promise<unknown>): twilio.Twilio {
    const { accountSid, authToken } = this.settings;
    return twilio(accountSid, authToken, { httpClient: { request } as never, lazyLoading: true });
  }

  private async call(request: SdkRequest, start?: RequestStart) {
    const { method, uri, username, password, headers, params, data } = request;
    // The next page's address brings its query along.
    const { pathname, search } = new URL(uri);
    const query = search.slice(1) || form(params ?? {});
    const asked = {
      method: method.toUpperCase() as 'GET' | 'POST',
      path: query === '' ? pathname : `${pathname}?${query}`,
      route: pathname.replace(this.settings.accountSid, '{AccountSid}'),
      headers: {
        ...headers,
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        ...(data === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body: data === undefined ? undefined : form(data),
    };
    const answer = await this.http.request(asked, start);
    return { statusCode: answer.status, headers: answer.headers, body: answer.body };
  }
}

/** What Twilio answered, in its own form or in that of RFC 9457: for the latter the library has a class that it does not export. */
function refusalIn(error: unknown): { status: number; code: number | undefined } | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const { status } = error;
  return { status, code: 'code' in error && typeof error.code === 'number' ? error.code : undefined };
}

function form(fields: Record<string, unknown>): string {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return new URLSearchParams(Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))).toString();
}

/** Twilio says `0` where it does not know yet, as for a messaging service. @param said by Twilio, which may leave it out */
function segmentsOf(said: string | null): number | undefined {
  const segments = Number(said);
  return Number.isInteger(segments) && segments >= 1 && segments <= MOST_SEGMENTS ? segments : undefined;
}

/** Seconds, as Twilio counts them. */
function validityPeriod(deliverBefore: Date, now: Date): number {
  const seconds = Math.floor((deliverBefore.getTime() - now.getTime()) / 1_000) - ON_ITS_WAY_S;
  return Math.min(Math.max(seconds, 1), LONGEST_VALIDITY_S);
}

function listedText(text: TextPage['instances'][number]): ListedText {
  const { sid, body, status, dateCreated, dateSent } = text;
  // null while there is none, of which the library's types know nothing.
  const errorCode: number | null = text.errorCode;
  const sentAt: Date | null = dateSent;
  return { sid, body, status, errorCode, createdAt: dateCreated, sentAt };
}
