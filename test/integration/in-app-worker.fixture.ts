import { randomBytes, randomUUID } from 'node:crypto';
import { type DeliveryEventData, type NotificationType, type OrderData, TOPICS } from '#contracts';
import { RecipientKeys, enqueue, insertNotifications, insertOrderEvents, settle, takeInboxPositions } from '#database';
import { KafkaPublisher, createKafka, createTopics } from '#messaging';
import { seal } from '#privacy';
import { IdGenerator, ProcessExit, SystemClock, createLogger, startApp } from '#runtime';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SignJWT } from 'jose';
import type { Kafka } from 'kafkajs';
import { type Socket, io } from 'socket.io-client';
import { inAppWorkerApp } from '../../apps/in-app-worker/src/in-app-worker.app.js';
import type { InAppSettings } from '../../apps/in-app-worker/src/in-app.settings.js';
import type { StreamNotification } from '../../apps/in-app-worker/src/stream/stream-events.js';
import { StreamService } from '../../apps/in-app-worker/src/stream/stream.service.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { anOrderEvent } from '../builders/order-events.js';
import { type TestDatabase, createTestDatabase } from '../database.js';
import { eventually } from '../system/eventually.js';

const HOUR_MS = 3_600_000;

/** Instead of ending Jest: remembers why the process would have ended. */
class RecordedExit extends ProcessExit {
  readonly failures: { readonly reason: string; readonly error: unknown }[] = [];

  override fail(reason: string, error: unknown): void {
    this.failures.push({ reason, error });
  }
}

export interface Dispatched {
  readonly id: string;
  readonly orderId: string;
  readonly seq: number;
}

interface DispatchOptions {
  readonly type?: NotificationType;
  readonly data?: Partial<OrderData>;
  /** Waits until `release`. Default: a worker is told at once. */
  readonly waiting?: boolean;
}

export interface Replica {
  readonly url: string;
  /** What follows each time it has joined its group. */
  resynchronise(): Promise<void>;
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

  static async start(): Promise<InAppFixture> {
    const testDatabase = await createTestDatabase();
    const settings = inAppWorkerApp.loadSettings({
      ...developmentSettings(),
      DATABASE_URL: testDatabase.url,
      KAFKA_BROKERS: process.env['KAFKA_BROKERS'],
      TOPIC_PREFIX: `test-${randomUUID().slice(0, 8)}.`,
      TOPIC_PARTITIONS: '2',
      LOG_LEVEL: 'fatal',
      PORT: '0',
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
    return { url, stop, resynchronise: () => replica.get(StreamService).resynchronise() };
  }

  /** A device of a customer, connected. */
  async connect(url: string, userId: string, options: DeviceOptions = {}): Promise<Device> {
    const device = new Device(url, { token: await this.token(userId) }, options);
    this.devices.push(device);
    await device.connected();
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
    const rows = Array.from({ length: count }, () => {
      const event = anOrderEvent(type, { data: { ...data, userId } });
      const orderEventId = this.parts.ids.next();
      const place = { table: 'order_event', column: 'payload_sealed', row: orderEventId };
      const payloadSealed = seal(key, JSON.stringify(event.data), place, randomBytes);
      return { id: this.parts.ids.next(), event, orderEventId, payloadSealed };
    });
    const last = await this.database.transaction(async (sql) => {
      const positions = await takeInboxPositions(sql, new Map([[userId, count]]));
      const top = positions.get(userId) ?? 0;
      await insertOrderEvents(
        sql,
        rows.map(({ event, orderEventId, payloadSealed }) => ({
          id: orderEventId,
          source: event.source,
          eventId: event.id,
          orderId: event.data.orderId,
          userId,
          type,
          eventTime: event.time,
          payloadSealed,
          emailHash: null,
          phoneHash: null,
        })),
        now,
      );
      await insertNotifications(
        sql,
        rows.map(({ id, orderEventId, event }, index) => ({
          id,
          orderEventId,
          orderId: event.data.orderId,
          userId,
          type,
          channel: 'in_app',
          status: 'pending',
          reason: null,
          inboxSeq: top - count + 1 + index,
          language: 'en',
          eventTime: event.time,
        })),
        now,
      );
      const dueAt = new Date(now.getTime() + HOUR_MS);
      await enqueue(
        sql,
        rows.map(({ id }) => ({ id, userId, channel: 'in_app', type, dueAt, waitReason: null })),
        now,
      );
      return top;
    });
    if (!waiting)
      await this.nudge(
        userId,
        rows.map(({ id }) => id),
      );
    return rows.map(({ id, event }, index) => ({
      id,
      orderId: event.data.orderId,
      seq: last - count + 1 + index,
    }));
  }

  /** Puts what was dispatched as waiting into the inbox, and loses the live message. */
  async sendUnheard(id: string): Promise<void> {
    const outcome = { kind: 'settled', status: 'sent', reason: null } as const;
    await this.database.transaction((sql) => settle(sql, [{ id, claimNo: 0, attempt: null, outcome }], new Date()));
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
  readonly lastSeq?: number;
  /** Default: every message is acknowledged. */
  readonly silent?: boolean;
}

/** A client of the stream that remembers what it was sent. */
export class Device {
  readonly received: StreamNotification[] = [];
  readonly counts: number[] = [];
  readonly faults: unknown[] = [];
  /** Why it was disconnected, in socket.io's words. */
  readonly farewells: string[] = [];
  readonly socket: Socket;

  constructor(url: string, auth: object, { lastSeq, silent = false }: DeviceOptions = {}) {
    this.socket = io(url, {
      path: '/api/v2/notifications/stream',
      transports: ['websocket'],
      auth: { ...auth, ...(lastSeq === undefined ? {} : { lastSeq }) },
      reconnection: false,
      forceNew: true,
    });
    this.socket.on('notification', (notification: StreamNotification, acknowledge: () => void) => {
      this.received.push(notification);
      if (!silent) acknowledge();
    });
    this.socket.on('unread_count', ({ count }: { count: number }) => this.counts.push(count));
    this.socket.on('disconnect', (reason) => this.farewells.push(reason));
    this.socket.on('exception', (fault: unknown) => this.faults.push(fault));
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
