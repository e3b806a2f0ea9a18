import { generateKeyPairSync } from 'node:crypto';
import { type Clock, startApp } from '#runtime';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Client } from '@sendgrid/client';
import { type MailDataRequired, MailService } from '@sendgrid/mail';
import twilio from 'twilio';
import { providerSandbox } from '../../../apps/provider-sandbox/src/provider-sandbox.app.js';
import type { ProviderSandboxSettings } from '../../../apps/provider-sandbox/src/provider-sandbox.settings.js';
import { SandboxClient } from '../../../apps/provider-sandbox/src/sandbox.client.js';

export const API_KEY = 'SG.sandbox';
export const ACCOUNT = 'AC00000000000000000000000000000001';
export const TOKEN = 'sandbox-token';
export const ANA = 'ana@example.com';
export const PHONE = '+14155550123';
export const NOTIFICATION = '0199aaaa-0000-7000-8000-000000000001';

export type Fields = Readonly<Record<string, unknown>>;
export type SmsParameters = Parameters<twilio.Twilio['messages']['create']>[0];

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed if it is JSON. */
  readonly body: unknown;
}

/** A sandbox on a free port, called by the providers' own SDKs or, where these would not let a request through, by fetch. */
export class SandboxFixture {
  readonly sandbox: SandboxClient;

  private constructor(
    private readonly app: NestExpressApplication,
    readonly url: string,
  ) {
    this.sandbox = new SandboxClient(url);
  }

  /** @param clock default: the system's */
  static async start(clock?: Clock): Promise<SandboxFixture> {
    const settings: ProviderSandboxSettings = {
      process: { port: 0, logLevel: 'silent', appUrl: 'http://localhost:3000', replicaId: 'test', startWithinMs: 0 },
      credentials: { sendGridApiKey: API_KEY, twilioAccountSid: ACCOUNT, twilioAuthToken: TOKEN },
      webhooks: { enabled: false, signingKey: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey },
    };
    const app = await startApp(providerSandbox, settings, { clock });
    return new SandboxFixture(app, (await app.getUrl()).replace('[::1]', 'localhost'));
  }

  close(): Promise<void> {
    return this.app.close();
  }

  /** A valid mail by SDK, but for `override`. */
  async mail(override: Partial<MailDataRequired> = {}): Promise<Answer> {
    const client = new Client();
    client.setApiKey(API_KEY);
    client.setDefaultRequest('baseUrl', this.url);
    const service = new MailService();
    service.setClient(client);
    try {
      const [response] = await service.send(aMail(override));
      return { status: response.statusCode, headers: response.headers as Answer['headers'], body: response.body };
    } catch (error) {
      const { code, response } = error as { code: number; response: Pick<Answer, 'headers' | 'body'> };
      return { status: code, headers: response.headers, body: response.body };
    }
  }

  /** A valid mail by fetch, but for `override`; undefined leaves a field out. */
  postMail(override: Fields = {}, init: RequestInit = {}): Promise<Answer> {
    return this.post('/v3/mail/send', {
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...MAIL, ...override }),
      ...init,
    });
  }

  /** A valid SMS by SDK, but for `override`. */
  sms(override: Partial<SmsParameters> = {}) {
    return this.twilio().messages.create({ ...SMS, ...override });
  }

  /** A valid SMS by fetch, but for `override`. */
  postSms(override: Readonly<Record<string, string>> = {}, contentType = 'application/x-www-form-urlencoded') {
    return this.post(`/2010-04-01/Accounts/${ACCOUNT}/Messages.json`, {
      headers: { authorization: `Basic ${btoa(`${ACCOUNT}:${TOKEN}`)}`, 'content-type': contentType },
      body: new URLSearchParams({ To: PHONE, From: SMS.from, Body: SMS.body, ...override }).toString(),
    });
  }

  twilio(token = TOKEN): twilio.Twilio {
    return twilio(ACCOUNT, token, { httpClient: new RedirectedClient(this.url) });
  }

  private async post(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(this.url + path, { method: 'POST', ...init });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: isJson ? JSON.parse(text) : text,
    };
  }
}

export const SMS = { to: PHONE, from: '+14155550100', body: 'Hello' } as const;

const MAIL = {
  personalizations: [{ to: [{ email: ANA }] }],
  from: { email: 'orders@example.com' },
  subject: 'Your order',
  content: [{ type: 'text/plain', value: 'Hello' }],
} as const;

function aMail(override: Partial<MailDataRequired>): MailDataRequired {
  return {
    ...('personalizations' in override ? {} : { to: ANA }),
    ...('content' in override ? {} : { text: 'Hello', html: '<p>Hello</p>' }),
    from: 'orders@example.com',
    subject: 'Your order',
    trackingSettings: { openTracking: { enable: true }, clickTracking: { enable: true } },
    ...override,
  } as MailDataRequired;
}

/** The SDK knows Twilio's host only. */
class RedirectedClient extends twilio.RequestClient {
  constructor(private readonly url: string) {
    super();
  }

  override request<T>(options: Parameters<typeof twilio.RequestClient.prototype.request<T>>[0]) {
    return super.request<T>(Object.assign(options, { uri: options.uri.replace('https://api.twilio.com', this.url) }));
  }
}
