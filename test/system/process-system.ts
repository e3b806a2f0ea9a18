import { randomUUID } from 'node:crypto';
import { type OrderEvent, TOPICS, encodeOrderEvent } from '#contracts';
import type { Database } from '#database';
import { createKafka, createTopics, kafkaSettings } from '#messaging';
import { createLogger } from '#runtime';
import type { Producer } from 'kafkajs';
import { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { type TestDatabase, createTestDatabase } from '../database.js';
import { AppProcess } from './app-process.js';

type Environment = Record<string, string>;

const EVENTS_PER_REQUEST = 1_000;

/** Apps as processes, on a database and topics of one test's own: where replicas come and go, or what a process prints is the point. */
export class ProcessSystem {
  private readonly processes: AppProcess[] = [];

  private constructor(
    /** What every app is started with from now on. */
    readonly env: Environment,
    private readonly testDatabase: TestDatabase,
    private readonly producer: Producer,
  ) {}

  /**
   * Without apps, which a test starts when it wants them.
   * @param name of the test, which its topics begin with
   * @param settings environment variables that differ from development's
   */
  static async open(name: string, settings: Environment = {}): Promise<ProcessSystem> {
    const testDatabase = await createTestDatabase();
    const env: Environment = {
      ...developmentSettings(),
      DATABASE_URL: testDatabase.url,
      KAFKA_BROKERS: process.env['KAFKA_BROKERS'] ?? '',
      TOPIC_PREFIX: `${name}-${randomUUID().slice(0, 8)}.`,
      TOPIC_PARTITIONS: '4',
      LOG_LEVEL: 'warn',
      ...settings,
    };
    const kafkaOptions = kafkaSettings.parse(env);
    const kafka = createKafka(kafkaOptions, 'upstream', createLogger('upstream', 'silent'));
    await createTopics(kafka, kafkaOptions);
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    return new ProcessSystem(env, testDatabase, producer);
  }

  get database(): Database {
    return this.testDatabase.database;
  }

  get prefix(): string {
    return this.env['TOPIC_PREFIX'] ?? '';
  }

  /** One more replica of an app; it is not ready yet. */
  async start(app: string, replicaId = app): Promise<AppProcess> {
    const one = await AppProcess.start(`apps/${app}/src/main.ts`, { ...this.env, REPLICA_ID: replicaId });
    this.processes.push(one);
    return one;
  }

  /** The stand-in for the providers, for what is started after it. */
  async startSandbox(): Promise<SandboxClient> {
    const { url } = await this.start('provider-sandbox');
    Object.assign(this.env, { SENDGRID_BASE_URL: url, TWILIO_BASE_URL: url });
    return new SandboxClient(url);
  }

  /** Resolves once all of them are. */
  async untilReady(withinMs: number): Promise<void> {
    await Promise.all(this.processes.map((one) => one.untilReady(withinMs)));
  }

  async publish(events: readonly OrderEvent[]): Promise<void> {
    const topic = this.prefix + TOPICS.orderEvents.name;
    for (let first = 0; first < events.length; first += EVENTS_PER_REQUEST) {
      const messages = events.slice(first, first + EVENTS_PER_REQUEST).map(encodeOrderEvent);
      await this.producer.send({ topic, messages });
    }
  }

  /** @param signal for what still runs */
  async stop(signal: NodeJS.Signals): Promise<void> {
    await this.producer.disconnect();
    await Promise.all(this.processes.map((one) => one.end(signal)));
    await this.testDatabase.drop();
  }
}
