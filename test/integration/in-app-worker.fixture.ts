import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type DeliveryEventData, type NotificationType, type OrderData, TOPICS, encodeInAppLive } from '#contracts';
import { RecipientKeys, settle } from '#database';
import { InboxWriter } from '#delivery';
import { KafkaPublisher, createKafka, createTopics } from '#messaging';
import { IdGenerator, SystemClock, createLogger, startApp } from '#runtime';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SignJWT } from 'jose';
import type { Kafka } from 'kafkajs';
import { type Socket, io } from 'socket.io-client';
import { inAppWorkerApp } from '../../apps/in-app-worker/src/in-app-worker.app.js';
import type { InAppSettings } from '../../apps/in-app-worker/src/in-app.settings.js';
import type { StreamNotification } from '../../apps/in-app-worker/src/stream/stream-events.js';
import { StreamService } from '../../apps/in-app-worker/src/stream/stream.service.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { dispatchedEvent, insertDispatched } from '../builders/dispatched.js';
import { anOrderEvent } from '../builders/order-events.js';
import { type TestDatabase, createTestDatabase } from '../database.js';
import { eventually } from '../system/eventually.js';
import { RecordedExit } from '../system/recorded-exit.js';

const HOUR_MS = 3_600_000;

const POSITIONS_OF = `SELECT inbox_seq::int AS seq FROM notification_log WHERE id = ANY($1::uuid[]) ORDER BY inbox_seq`;

export interface Dispatched {
  readonly id: string;
  readonly orderId: string;
}

interface DispatchOptions {
  readonly type?: NotificationType;
  readonly data?: Partial<OrderData>;
  /** Waits until `release`. Default: a worker is told at once. */
  readonly waiting?: boolean;
}

export interface Replica {
  readonly url: string;
  /** What customers do over the API. */
  readonly inbox: InboxWriter;
  /** What follows each time it has joined its group. */
  resynchronise(): Promise<void>;
  /** The sum over all series of a metric with these labels; 0: there are none. */
  metric(name: string, labels?: Record<string, string>): Promise<number>;
  stop(): Promise<void>;
}

/** The real in-app worker on a database and topics of its own; one or more replicas of it. */
export class InAppFixture {
  private readonly replicas: NestExpressApplication[] = [];
  private readonly devices: Device[] = [];
  private readonly exit = new RecordedExit();

  private constructor(
    readonly database: TestDatabase['database'],
    private readonly parts: {
      readonly settings: InAppSettings;
      readonly testDatabase: TestDatabase;
      readonly kafka: Kafka;
      readonly publisher: KafkaPublisher;
      readonly keys: RecipientKeys;
      readonly ids: IdGenerator;
    },
  ) {}

  /** @param env settings that differ from development's */
  static async start(env: Record<string, string> = {}): Promise<InAppFixture> {
    const testDatabase = await createTestDatabase();
    const settings = inAppWorkerApp.loadSettings({
      ...developmentSettings(),
      DATABASE_URL: testDatabase.url,
      KAFKA_BROKERS: process.env['KAFKA_BROKERS'],
      TOPIC_PREFIX: `test-${randomUUID().slice(0, 8)}.`,
      TOPIC_PARTITIONS: '2',
      LOG_LEVEL: 'fatal',
      PORT: '0',
      AUTH_CLOCK_SKEW: '0s',
      ...env,
    });
    const kafka = createKafka(settings.kafka, 'in-app-test', createLogger('in-app-test', 'silent'));
    await createTopics(kafka, settings.kafka);
    const clock = new SystemClock();
    return new InAppFixture(testDatabase.database, {
      settings,
      testDatabase,
      kafka,
      publisher: new KafkaPublisher(kafka, settings.kafka.prefix),
      keys: new RecipientKeys(testDatabase.database, settings.keyrings.pii, clock),
      ids: new IdGenerator(clock),
    });
  }

  /** @throws when a replica would have ended its process meanwhile */
  async stop(): Promise<void> {
    for (const device of this.devices) device.disconnect();
    for (const replica of this.replicas) await replica.close();
    await this.parts.publisher.onApplicationShutdown();
    await this.parts.testDatabase.drop();
    const [failure] = this.exit.failures;
    if (failure !== undefined) throw new Error(`The worker gave up: ${failure.reason}`, { cause: failure.error });
  }

  /** Resolves once it is ready. */
  async startReplica(replicaId: string): Promise<Replica> {
    const { settings } = this.parts;
    const own = { ...settings, process: { ...settings.process, replicaId } };
    const replica = await startApp(inAppWorkerApp, own, { exit: this.exit });
    this.replicas.push(replica);
    const url = (await replica.getUrl()).replace('[::1]', '127.0.0.1');
    await eventually(async () => {
      const answer = await fetch(`${url}/health/ready`);
      if (answer.status !== 200) throw new Error(`not ready: ${await answer.text()}`);
    }, 60_000);
    const stop = async () => {
      this.replicas.splice(this.replicas.indexOf(replica), 1);
      await replica.close();
    };
    return {
      url,
      stop,
      inbox: replica.get(InboxWriter, { strict: false }),
      resynchronise: () => replica.get(StreamService).resynchronise(),
      metric: (name, labels = {}) => metricAt(url, name, labels),
    };
  }

  /** A device of a customer, connected. */
  async connect(url: string, userId: string, options: DeviceOptions = {}): Promise<Device> {
    const device = this.open(url, { token: await this.token(userId) }, options);
    await device.connected();
    return device;
  }

  /** @param auth what it says at each connection, beside its position; a function is asked each time */
  open(url: string, auth: DeviceAuth, options: DeviceOptions = {}): Device {
    const device = new Device(url, auth, options);
    this.devices.push(device);
    return device;
  }

  token(subject: string, expires: string | number = '1h'): Promise<string> {
    const { secret, issuer, audience } = this.parts.settings.auth;
    return new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(secret ?? ''));
  }

  /** What the dispatcher does for one event of a customer, on this channel. */
  async dispatch(userId: string, options: DispatchOptions = {}): Promise<Dispatched> {
    const [dispatched] = await this.dispatchMany(userId, 1, options);
    if (dispatched === undefined) throw new Error('nothing was dispatched');
    return dispatched;
  }

  async dispatchMany(userId: string, count: number, options: DispatchOptions = {}): Promise<Dispatched[]> {
    const { type = 'order_shipped', data = {}, waiting = false } = options;
    const key = (await this.parts.keys.findOrCreate([userId])).get(userId);
    if (key === undefined) throw new Error('the customer has no key');
    const now = new Date();
    const rows = Array.from({ length: count }, () =>
      dispatchedEvent(anOrderEvent(type, { data: { ...data, userId } }), ['in_app'], { key, ids: this.parts.ids }),
    );
    const dueAt = new Date(now.getTime() + HOUR_MS);
    await this.database.transaction((sql) => insertDispatched(sql, rows, { dueAt, now }));
    const dispatched = rows.flatMap(({ notifications }) => notifications.map(({ id, orderId }) => ({ id, orderId })));
    if (!waiting)
      await this.nudge(
        userId,
        dispatched.map(({ id }) => id),
      );
    return dispatched;
  }

  /** Puts what was dispatched as waiting into the inbox, in one transaction, and loses the live messages. @returns positions, as they were given */
  async sendUnheard(...ids: readonly string[]): Promise<number[]> {
    const outcome = { kind: 'settled', status: 'sent', reason: null } as const;
    const batch = ids.map((id) => ({ id, claimNo: 0, attempt: null, outcome }));
    await this.database.transaction((sql) => settle(sql, batch, new Date()));
    return (await this.database.query<{ seq: number }>(POSITIONS_OF, [ids])).map(({ seq }) => seq);
  }

  /** Messages that are in the inbox, in order of position, without anybody having heard of them. */
  async fillInbox(userId: string, count: number, options: DispatchOptions = {}): Promise<Dispatched[]> {
    const dispatched = await this.dispatchMany(userId, count, { ...options, waiting: true });
    await this.sendUnheard(...dispatched.map(({ id }) => id));
    return dispatched.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Messages that come to the inbox and are heard of, without a worker: none has them in hand when a replica stops. */
  async arrive(userId: string, count: number): Promise<void> {
    const arrived = await this.fillInbox(userId, count);
    const news = arrived.map(({ id }) => encodeInAppLive({ notificationId: id, userId, change: 'arrived' }));
    await this.parts.publisher.publish(news);
  }

  /** Lets what was dispatched as waiting go. */
  async nudge(userId: string, ids: readonly string[]): Promise<void> {
    await this.parts.publisher.publish(
      ids.map((id) => ({ topic: TOPICS.inAppNudges.name, key: userId, value: JSON.stringify({ notificationId: id }) })),
    );
  }

  async rowOf(id: string) {
    const [row] = await this.database.query<{ status: string; delivered_at: Date | null; read_at: Date | null }>(
      `SELECT status, delivered_at, read_at FROM notification_log WHERE id = $1`,
      [id],
    );
    return row;
  }

  /** Until nothing of a customer waits for a worker. */
  async untilSettled(userId: string): Promise<void> {
    await eventually(async () => {
      const rows = await this.database.query(`SELECT 1 FROM delivery_queue WHERE user_id = $1`, [userId]);
      if (rows.length > 0) throw new Error(`${rows.length} rows are not settled`);
    });
  }

  /** What was published about an order, oldest first, once there are `count` events. */
  async deliveryEventsOf(orderId: string, count: number): Promise<DeliveryEventData[]> {
    const { kafka, settings } = this.parts;
    const groupId = `${settings.kafka.prefix}reader-${randomUUID()}`;
    const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
    const events: DeliveryEventData[] = [];
    await consumer.connect();
    try {
      await consumer.subscribe({ topic: settings.kafka.prefix + TOPICS.deliveryEvents.name, fromBeginning: true });
      await consumer.run({
        eachMessage: ({ message }) => {
          if (message.key?.toString() === orderId)
            events.push(JSON.parse(message.value?.toString() ?? 'null') as DeliveryEventData);
          return Promise.resolve();
        },
      });
      return await eventually(() => {
        if (events.length < count) throw new Error(`${events.length} of ${count} events`);
        return events;
      });
    } finally {
      await consumer.disconnect();
    }
  }

  async untilStatus(id: string, status: string): Promise<void> {
    await eventually(async () => {
      const row = await this.rowOf(id);
      if (row?.status !== status) throw new Error(`it is ${row?.status ?? 'not there'}, not ${status}`);
    });
  }
}

export interface DeviceOptions {
  readonly lastSeq?: number | undefined;
  /** Default: every message is acknowledged. */
  readonly silent?: boolean;
  /** Connects again by itself, and says what it has. Default: it stays away. */
  readonly persistent?: boolean;
  /** What a browser would say of its page. */
  readonly origin?: string;
}

export type DeviceAuth = object | (() => Promise<object>);

async function metricAt(url: string, name: string, labels: Record<string, string>): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const series = page.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  const matching = series.filter((line) => wanted.every((pair) => line.includes(pair)));
  return matching.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** A client of the stream that remembers what it was sent. */
export class Device {
  readonly received: StreamNotification[] = [];
  readonly counts: number[] = [];
  readonly positions: number[] = [];
  readonly faults: unknown[] = [];
  /** What was told of messages, as `[event, content]`. */
  readonly changes: [string, unknown][] = [];
  readonly skips: unknown[] = [];
  readonly closings: string[] = [];
  /** Why it was disconnected, in socket.io's words. */
  readonly farewells: string[] = [];
  readonly socket: Socket;

  constructor(url: string, auth: DeviceAuth, { lastSeq, silent, persistent, origin }: DeviceOptions = {}) {
    this.socket = io(url, {
      path: '/api/v2/notifications/stream',
      transports: ['websocket'],
      auth: (give) => void this.sayWhoIsThere(auth, lastSeq).then(give),
      reconnection: persistent ?? false,
      reconnectionDelay: 20,
      forceNew: true,
      ...(origin !== undefined && { extraHeaders: { origin } }),
    });
    this.socket.on('notification', (notification: StreamNotification, acknowledge: () => void) => {
      this.received.push(notification);
      if (silent !== true) acknowledge();
    });
    this.socket.on('unread_count', ({ count, lastSeq }: { count: number; lastSeq: number }) => {
      this.counts.push(count);
      this.positions.push(lastSeq);
    });
    for (const event of ['read', 'archived', 'all_read']) {
      this.socket.on(event, (content: unknown) => this.changes.push([event, content]));
    }
    this.socket.on('skipped', (skipped: unknown) => this.skips.push(skipped));
    this.socket.on('closing', ({ code }: { code: string }) => this.closings.push(code));
    this.socket.on('disconnect', (reason) => this.farewells.push(reason));
    this.socket.on('exception', (fault: unknown) => this.faults.push(fault));
  }

  private async sayWhoIsThere(auth: DeviceAuth, lastSeq: number | undefined): Promise<object> {
    const own = typeof auth === 'function' ? await (auth as () => Promise<object>)() : auth;
    return { lastSeq: this.seqs.at(-1) ?? lastSeq, ...own };
  }

  get seqs(): number[] {
    return this.received.map(({ seq }) => seq);
  }

  /** @throws what `connect_error` brought */
  connected(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.once('connect', resolve);
      this.socket.once('connect_error', reject);
    });
  }

  disconnect(): void {
    this.socket.disconnect();
  }

  /** Until it was told that the catch-up is over. */
  async caughtUp(): Promise<this> {
    await eventually(() => {
      if (this.counts.length === 0) throw new Error('no unread_count yet');
    });
    return this;
  }

  async untilReceived(count: number): Promise<StreamNotification[]> {
    return eventually(() => {
      if (this.received.length < count) throw new Error(`${this.received.length} of ${count} received`);
      return this.received;
    });
  }

  async untilChange(event: string, content: unknown): Promise<void> {
    await eventually(() => {
      if (!this.changes.some((change) => isDeepStrictEqual(change, [event, content]))) {
        throw new Error(`told ${JSON.stringify(this.changes)}`);
      }
    });
  }

  async untilClosing(code: string): Promise<void> {
    await eventually(() => {
      if (!this.closings.includes(code)) throw new Error(`told to close for ${this.closings.join() || 'nothing'}`);
    });
  }

  async untilFault(): Promise<void> {
    await eventually(() => {
      if (this.faults.length === 0) throw new Error('nothing was refused');
    });
  }

  async untilDisconnected(): Promise<void> {
    await eventually(() => {
      if (this.farewells.length === 0) throw new Error('still connected');
    });
  }

  async untilUnread(count: number): Promise<void> {
    await eventually(() => {
      if (this.counts.at(-1) !== count) throw new Error(`unread is ${this.counts.at(-1) ?? 'not told'}, not ${count}`);
    });
  }
}
