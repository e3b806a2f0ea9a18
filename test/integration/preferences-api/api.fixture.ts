import { Database } from '#database';
import { type UnsubscribeClaims, UnsubscribeTokens } from '#privacy';
import { type RuntimeOverrides, startApp } from '#runtime';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SignJWT } from 'jose';
import { preferencesApiApp } from '../../../apps/preferences-api/src/preferences-api.app.js';
import type { PreferencesApiSettings } from '../../../apps/preferences-api/src/preferences-api.settings.js';
import { developmentSettings } from '../../../infra/development-settings.js';
import { type TestDatabase, createTestDatabase } from '../../database.js';

type Environment = Readonly<Record<string, string>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed, if it is JSON. */
  readonly body: unknown;
}

interface RequestOptions {
  /** Default: none. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData | URLSearchParams;
}

/** The real app on a free port, with a database of its own, called over HTTP. */
export class ApiFixture {
  private constructor(
    readonly app: NestExpressApplication,
    readonly url: string,
    private readonly settings: PreferencesApiSettings,
    private readonly testDatabase: TestDatabase | undefined,
  ) {}

  /**
   * @param settings environment variables that differ from development's
   * @param overrides e.g. a clock that travels
   */
  static async start(settings: Environment = {}, overrides: RuntimeOverrides = {}): Promise<ApiFixture> {
    const testDatabase = await createTestDatabase();
    return ApiFixture.launch({ DATABASE_URL: testDatabase.url, ...settings }, overrides, testDatabase);
  }

  /** On a database that is somebody else's to open, migrate and remove. */
  static over(databaseUrl: string, overrides: RuntimeOverrides = {}): Promise<ApiFixture> {
    return ApiFixture.launch({ DATABASE_URL: databaseUrl }, overrides);
  }

  /** Nothing listens on the port of its database. */
  static startWithoutDatabase(): Promise<ApiFixture> {
    return ApiFixture.over('postgres://nobody@127.0.0.1:1/nothing');
  }

  private static async launch(
    env: Environment,
    overrides: RuntimeOverrides,
    testDatabase?: TestDatabase,
  ): Promise<ApiFixture> {
    const settings = preferencesApiApp.loadSettings({
      ...developmentSettings(),
      // Nothing listens here: no answer depends on Kafka, and what would be published stays in the outbox.
      KAFKA_BROKERS: '127.0.0.1:1',
      PORT: '0',
      LOG_LEVEL: 'silent',
      APP_URL: 'https://shop.test',
      ...env,
    });
    const app = await startApp(preferencesApiApp, settings, overrides);
    if (testDatabase !== undefined) await app.get(Database).open();
    const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    return new ApiFixture(app, url, settings, testDatabase);
  }

  get database(): Database {
    return this.own().database;
  }

  /** For other processes and apps on the same database. */
  get databaseUrl(): string {
    return this.own().url;
  }

  /** For tests that write rows behind the back of those who count them. */
  doNotCheckFigures(): void {
    this.own().doNotCheckFigures();
  }

  private own(): TestDatabase {
    if (this.testDatabase === undefined) throw new Error('This API was started without a database of its own');
    return this.testDatabase;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.testDatabase?.drop();
  }

  /** @param path from the root of the server */
  async call(method: string, path: string, { token, headers = {}, json, body }: RequestOptions = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json === undefined ? (body ?? null) : JSON.stringify(json),
    });
    const text = await textOf(response);
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  }

  /** @param scope absent: a customer */
  token(subject: string, scope?: string): Promise<string> {
    const { secret, issuer, audience } = this.settings.auth;
    return new SignJWT(scope === undefined ? {} : { scope })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode(secret ?? ''));
  }

  unsubscribePath(claims: Partial<UnsubscribeClaims> & { readonly userId: string }): string {
    const tokens = new UnsubscribeTokens(this.settings.keyrings.token);
    return `/api/v2/notifications/unsubscribe/${tokens.issue({ channel: 'email', issuedAt: new Date(), ...claims })}`;
  }
}

/** A stream has no end: that it began is all there is to wait for. */
async function textOf(response: Response): Promise<string> {
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  if (!isStream) return response.text();
  await response.body?.cancel();
  return '';
}
