import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type CustomerEvent,
  type NotificationDocument,
  type OrderEvent,
  TOPICS,
  encodeCustomerEvent,
  encodeOrderEvent,
} from '#contracts';
import { type Database, RecipientKeys } from '#database';
import { createKafka, createTopics, kafkaSettings } from '#messaging';
import { keyringSchema } from '#privacy';
import { type AppDefinition, createLogger, startApp } from '#runtime';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Admin, Kafka, KafkaMessage, Producer } from 'kafkajs';
import type { DestinationStream } from 'pino';
import { dispatcherApp } from '../../apps/dispatcher/src/dispatcher.app.js';
import { emailWorkerApp } from '../../apps/email-worker/src/email-worker.app.js';
import { inAppWorkerApp } from '../../apps/in-app-worker/src/in-app-worker.app.js';
import { preferencesApiApp } from '../../apps/preferences-api/src/preferences-api.app.js';
import { providerSandbox } from '../../apps/provider-sandbox/src/provider-sandbox.app.js';
import { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import { smsWorkerApp } from '../../apps/sms-worker/src/sms-worker.app.js';
import { signAccessToken } from '../../infra/access-token.js';
import { projectRoot } from '../../infra/data-folder.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { PortPicker } from '../../infra/free-port.js';
import { type TestDatabase, createTestDatabase } from '../database.js';
import { eventually } from './eventually.js';
import { RecordedExit } from './recorded-exit.js';
import { TestClock } from './test-clock.js';

type Environment = Record<string, string>;

type Launch = <S>(definition: AppDefinition<S>, own?: Environment) => Promise<string>;

interface RunningApp {
  app: NestExpressApplication;
  /** Closed, and not started again yet. */
  isClosed?: boolean;
  readonly definition: unknown;
  /** Another one of the same kind, with the settings of now. */
  readonly start: () => Promise<NestExpressApplication>;
}

/**
 * All real apps in this process, on a database and topics of their own, with a clock that travels. Kafka, PostgreSQL, the providers'
 * SDKs and the sandbox behind them are real.
 */
export class TestSystem {
  private constructor(
    readonly clock: TestClock,
    readonly sandbox: SandboxClient,
    readonly urls: { readonly api: string; readonly stream: string },
    readonly prefix: string,
    private readonly parts: {
      readonly env: Environment;
      readonly kafka: Kafka;
      readonly producer: Producer;
      readonly apps: RunningApp[];
      readonly launch: Launch;
      readonly exit: RecordedExit;
      readonly database: TestDatabase;
    },
  ) {}

  /**
   * @param settings environment variables that differ from development's
   * @param logDestination where the apps' log lines go; default: standard output
   */
  static async start(settings: Environment = {}, logDestination?: DestinationStream): Promise<TestSystem> {
    const database = await createTestDatabase();
    const prefix = `test-${randomUUID().slice(0, 8)}.`;
    const clock = new TestClock();
    const exit = new RecordedExit();
    const ports = new PortPicker();
    const [apiPort, streamPort] = [await ports.pick(), await ports.pick()];
    const api = `http://127.0.0.1:${apiPort}`;
    const env: Environment = {
      ...developmentSettings(),
      // Known before anything starts: links, and what providers sign, contain it.
      APP_URL: api,
      DATABASE_URL: database.url,
      KAFKA_BROKERS: process.env['KAFKA_BROKERS'] ?? '',
      TOPIC_PREFIX: prefix,
      TOPIC_PARTITIONS: '2',
      LOG_LEVEL: 'fatal',
      PORT: '0',
      ...settings,
    };
    const apps: RunningApp[] = [];
    const launch: Launch = async (definition, own = {}) => {
      const start = () =>
        startApp(definition, definition.loadSettings({ ...env, ...own }), { clock, exit, logDestination });
      const app = await start();
      apps.push({ app, definition, start });
      return addressOf(app);
    };

    const kafkaOptions = kafkaSettings.parse(env);
    const kafka = createKafka(kafkaOptions, 'acceptance-test', createLogger('acceptance-test', 'silent'));
    await createTopics(kafka, kafkaOptions);
    // The stand-in for the providers logs elsewhere: it is no part of the system.
    const sandboxUrl = await launch(providerSandbox, { LOG_LEVEL: 'silent' });
    Object.assign(env, { SENDGRID_BASE_URL: sandboxUrl, TWILIO_BASE_URL: sandboxUrl });
    await launch(preferencesApiApp, { PORT: String(apiPort) });
    const stream = await launch(inAppWorkerApp, { PORT: String(streamPort) });
    const others = [await launch(dispatcherApp), await launch(emailWorkerApp), await launch(smsWorkerApp)];
    await Promise.all([sandboxUrl, api, stream, ...others].map(untilReady));

    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    const parts = { env, kafka, producer, apps, launch, exit, database };
    return new TestSystem(clock, new SandboxClient(sandboxUrl), { api, stream }, prefix, parts);
  }

  /** @throws when an app would have ended its process meanwhile */
  async stop(): Promise<void> {
    const { apps, producer, exit, database } = this.parts;
    await producer.disconnect();
    for (const { app, isClosed } of [...apps].reverse()) if (isClosed !== true) await app.close();
    await database.drop(this.clock.now());
    const [failure] = exit.failures;
    if (failure !== undefined) throw new Error(`An app gave up: ${failure.reason}`, { cause: failure.error });
  }

  /** The database of all apps. */
  get database(): Database {
    return this.parts.database.database;
  }

  /** Keys of customers, with a memory of its own. */
  keys(): RecipientKeys {
    return new RecipientKeys(this.database, keyringSchema.parse(this.parts.env['PII_KEYRING']), this.clock);
  }

  /** Starts another replica of an app. @returns its address */
  async launch<S>(definition: AppDefinition<S>): Promise<string> {
    const url = await this.parts.launch(definition);
    await untilReady(url);
    return url;
  }

  /** Starts the apps anew with these settings, one after another, as a deployment does. The stand-in for the providers goes on. */
  async redeploy(settings: Environment): Promise<void> {
    Object.assign(this.parts.env, settings);
    const [, ...apps] = this.parts.apps;
    for (const running of apps) {
      await running.app.close();
      running.app = await running.start();
      await untilReady(await addressOf(running.app));
    }
  }

  /** Closes all apps. The stand-in for the providers goes on. */
  async shutDown(): Promise<void> {
    const [, ...apps] = this.parts.apps;
    for (const running of apps.filter(({ isClosed }) => isClosed !== true)) {
      running.isClosed = true;
      await running.app.close();
    }
  }

  /** Starts what was shut down, or of that only what runs this app. @param settings from now on */
  async startAgain<S>(settings: Environment = {}, only?: AppDefinition<S>): Promise<void> {
    Object.assign(this.parts.env, settings);
    const closed = this.parts.apps.filter(({ isClosed }) => isClosed === true);
    for (const running of closed.filter(({ definition }) => only === undefined || definition === only)) {
      running.app = await running.start();
      running.isClosed = false;
      await untilReady(await addressOf(running.app));
    }
  }

  /**
   * Runs a command of the repository as a process of its own, with the settings of the apps.
   * @param main from the root of the repository
   * @returns what it printed
   * @throws when it fails; what it printed is the error's `stdout`
   */
  async run(main: string, ...options: string[]): Promise<string> {
    const loader = join(projectRoot, 'test/system/run-from-source.js');
    const args = ['-C', 'source', '--import', loader, join(projectRoot, main), ...options];
    const env = { PATH: process.env['PATH'], ...this.parts.env };
    return (await promisify(execFile)(process.execPath, args, { cwd: projectRoot, env })).stdout;
  }

  async publish(...events: OrderEvent[]): Promise<void> {
    const topic = this.prefix + TOPICS.orderEvents.name;
    await this.parts.producer.send({ topic, messages: events.map(encodeOrderEvent) });
  }

  async publishCustomer(...events: CustomerEvent[]): Promise<void> {
    const topic = this.prefix + TOPICS.customerEvents.name;
    const messages = events.map((event) => encodeCustomerEvent({ ...event, source: '/shop/customers' }));
    await this.parts.producer.send({ topic, messages });
  }

  async publishRaw(message: {
    key: string;
    value: Buffer | string | null;
    headers?: Record<string, string>;
  }): Promise<void> {
    await this.parts.producer.send({ topic: this.prefix + TOPICS.orderEvents.name, messages: [message] });
  }

  /** The notifications of an order, as the API shows them to internal callers. */
  async notificationsOf(orderId: string): Promise<NotificationDocument[]> {
    const answer = await this.call('GET', `/notifications?orderId=${encodeURIComponent(orderId)}`, {
      token: await this.token('order-service', 'notifications:service'),
    });
    if (answer.status !== 200) throw new Error(`look-up answered ${answer.status}`);
    return ((await answer.json()) as { items: NotificationDocument[] }).items;
  }

  /** Waits until every notification of an order fits `expected`, by channel. */
  async untilStatuses(orderId: string, expected: Partial<Record<string, string>>): Promise<NotificationDocument[]> {
    return eventually(async () => {
      const documents = await this.notificationsOf(orderId);
      const actual = Object.fromEntries(
        documents.map((d) => [d.channel, d.reason ? `${d.status}/${d.reason}` : d.status]),
      );
      for (const [channel, status] of Object.entries(expected)) {
        if (actual[channel] !== status)
          throw new Error(`${channel} is ${actual[channel] ?? 'not there'}, not ${status}`);
      }
      return documents;
    });
  }

  /** @param path below /api/v2 */
  call(
    method: string,
    path: string,
    options: { token?: string; body?: unknown; headers?: Environment } = {},
  ): Promise<Response> {
    return fetch(`${this.urls.api}/api/v2${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  }

  token(subject: string, scope?: string): Promise<string> {
    return signAccessToken(this.parts.env, { subject, scope, issuedAt: this.clock.now() });
  }

  /** Replaces a customer's preferences. */
  async setPreferences(userId: string, body: unknown): Promise<void> {
    const answer = await this.call('PUT', '/notifications/preferences', { token: await this.token(userId), body });
    if (answer.status !== 200) throw new Error(`preferences answered ${answer.status}: ${await answer.text()}`);
  }

  /** Names of all topics, without the prefix. */
  async topics(): Promise<string[]> {
    return this.asAdmin(async (admin) => {
      const names = await admin.listTopics();
      return names.filter((name) => name.startsWith(this.prefix)).map((name) => name.slice(this.prefix.length));
    });
  }

  /** All there is on a topic by now. */
  async wholeTopic(name: string): Promise<KafkaMessage[]> {
    const partitions = await this.asAdmin((admin) => admin.fetchTopicOffsets(this.prefix + name));
    const count = partitions.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
    return count === 0 ? [] : this.readTopic(name, (messages) => messages.length >= count);
  }

  private async asAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.parts.kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** What each app tells those who measure it, by address. */
  async metricsPages(): Promise<Map<string, string>> {
    const urls = await Promise.all(this.parts.apps.map(({ app }) => addressOf(app)));
    const pages = urls.map(async (url) => [url, await (await fetch(`${url}/metrics`)).text()] as const);
    return new Map(await Promise.all(pages));
  }

  /** Reads a topic from its beginning until `enough` of its messages are there. */
  async readTopic(name: string, enough: (messages: KafkaMessage[]) => boolean): Promise<KafkaMessage[]> {
    const consumer = this.parts.kafka.consumer({
      groupId: `${this.prefix}reader-${randomUUID()}`,
      maxWaitTimeInMs: 100,
    });
    const messages: KafkaMessage[] = [];
    await consumer.connect();
    try {
      await consumer.subscribe({ topic: this.prefix + name, fromBeginning: true });
      await consumer.run({ eachMessage: ({ message }) => Promise.resolve(void messages.push(message)) });
      await eventually(() => {
        if (!enough(messages)) throw new Error(`${messages.length} messages on ${name} are not enough`);
      });
      return messages;
    } finally {
      await consumer.disconnect();
    }
  }
}

const addressOf = async (app: NestExpressApplication) => (await app.getUrl()).replace('[::1]', '127.0.0.1');

async function untilReady(url: string): Promise<void> {
  await eventually(async () => {
    const answer = await fetch(`${url}/health/ready`);
    if (answer.status !== 200) throw new Error(`${url} is not ready: ${await answer.text()}`);
  }, 60_000);
}
