import { type CustomerEvent, type NotificationDocument, type OrderEvent, encodeOrderEvent } from '#contracts';
import { type Database, RecipientKeys } from '#database';
import { type ChannelSender, DeliveryService, type DeliverySettings, Slots, deliverySettings } from '#delivery';
import {
  DirectoryService,
  DispatchAnnouncer,
  DispatchMetrics,
  DispatchService,
  DispatchWriter,
  ErasureLedger,
  ErasureReplay,
} from '#dispatch';
import { type MessageBatch, OutboxPublisher } from '#messaging';
import { AddressHasher, KeyedHash, keyringSchema } from '#privacy';
import { HealthRegistry, IdGenerator, NoTracing, type Tracing, createLogger } from '#runtime';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { CustomerEventsController } from '../../apps/dispatcher/src/customer-events.controller.js';
import { DispatcherMetrics } from '../../apps/dispatcher/src/dispatcher.metrics.js';
import { OrderEventsController } from '../../apps/dispatcher/src/order-events.controller.js';
import { RejectedEventsService } from '../../apps/dispatcher/src/rejected-events.service.js';
import { PreferencesService } from '../../apps/preferences-api/src/preferences/preferences.service.js';
import { ObjectionsService } from '../../apps/preferences-api/src/webhooks/objections.service.js';
import type { WebhookMetrics } from '../../apps/preferences-api/src/webhooks/webhook.metrics.js';
import { WebhookObserver } from '../../apps/preferences-api/src/webhooks/webhook.observer.js';
import { WebhookWriter } from '../../apps/preferences-api/src/webhooks/webhook.writer.js';
import { WebhooksService } from '../../apps/preferences-api/src/webhooks/webhooks.service.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { AssignmentLoader } from '../../libs/delivery/src/assignment.loader.js';
import { AssignmentHandler } from '../../libs/delivery/src/assignment.handler.js';
import { ChannelGate } from '../../libs/delivery/src/channel-gate.js';
import { ChannelGateMetrics } from '../../libs/delivery/src/channel-gate.metrics.js';
import { CircumstancesReader } from '../../libs/delivery/src/circumstances.js';
import { Claimer } from '../../libs/delivery/src/claimer.js';
import { DeliveryMetrics } from '../../libs/delivery/src/delivery.metrics.js';
import { LookUps } from '../../libs/delivery/src/look-ups.js';
import { ProviderCalls } from '../../libs/delivery/src/provider-calls.js';
import { ProviderWatch } from '../../libs/delivery/src/provider-watch.js';
import { SettlementWriter } from '../../libs/delivery/src/settlement.writer.js';
import { Settler } from '../../libs/delivery/src/settler.js';
import { type TestDatabase, createTestDatabase } from '../database.js';
import { RecordedExit } from './recorded-exit.js';
import { RecordingPublisher } from './recording-publisher.js';
import { TestClock } from './test-clock.js';

/** A notification as the tables have it: `status` is the queue's state while work remains. */
export interface Row {
  readonly id: string;
  readonly orderId: string;
  readonly channel: string;
  readonly status: NotificationDocument['status'];
  readonly reason: string | null;
  readonly inboxSeq: number | null;
  readonly sentAt: Date | null;
  /** null: no work remains. */
  readonly dueAt: Date | null;
  readonly claimNo: number | null;
  readonly attempts: number | null;
}

export interface Worker {
  readonly delivery: DeliveryService;
  readonly settler: Settler;
  readonly slots: Slots;
}

interface WorkerOptions {
  readonly capacity?: number;
  readonly database?: Database;
  readonly loader?: AssignmentLoader;
  /** For what is concluded about the provider; as `database` by default. */
  readonly watchDatabase?: Database;
}

/**
 * The services between an order event and a provider, on a real database of their own, with a clock that travels and without Kafka:
 * what would be published is recorded. Each call of `dispatcher` and `worker` makes another replica.
 */
export class Pipeline {
  readonly publisher = new RecordingPublisher();
  readonly exit = new RecordedExit();
  readonly ids: IdGenerator;
  private readonly erasures: ErasureReplay;
  /** May be replaced: after a rotation of its keys, apps have another. */
  hasher: AddressHasher;
  private readonly logger = createLogger('tests', 'silent');
  readonly tracing: Tracing = new NoTracing();
  private readonly env = developmentSettings();

  private constructor(
    private readonly testDatabase: TestDatabase,
    readonly clock: TestClock,
    readonly settings: DeliverySettings,
  ) {
    this.ids = new IdGenerator(clock);
    this.hasher = new AddressHasher(new KeyedHash(keyringSchema.parse(this.env['LOOKUP_KEYRING'])));
    this.erasures = new ErasureReplay(this.ledger(), this.exit, this.logger, new HealthRegistry());
  }

  /** @param settings environment variables of delivery that differ from the defaults */
  static async start(settings: Record<string, string> = {}, startAt?: Date): Promise<Pipeline> {
    const pipeline = new Pipeline(await createTestDatabase(), new TestClock(startAt), deliverySettings.parse(settings));
    pipeline.erasures.onApplicationBootstrap();
    await pipeline.erasures.untilDone();
    return pipeline;
  }

  /** @throws when a part would have ended its process meanwhile */
  async stop(): Promise<void> {
    await this.testDatabase.drop(this.clock.now());
    const [failure] = this.exit.failures;
    if (failure !== undefined) throw new Error(`A part gave up: ${failure.reason}`, { cause: failure.error });
  }

  /** For tests that write rows behind the back of those who count them. */
  doNotCheckFigures(): void {
    this.testDatabase.doNotCheckFigures();
  }

  get database(): Database {
    return this.testDatabase.database;
  }

  outbox(): OutboxPublisher {
    return new OutboxPublisher(this.database, this.publisher, this.clock, this.exit, this.logger);
  }

  keys(): RecipientKeys {
    return new RecipientKeys(this.database, keyringSchema.parse(this.env['PII_KEYRING']), this.clock);
  }

  dispatcher(database = this.database, settings = this.settings, erasures = this.erasures): DispatchService {
    const outbox = this.outbox();
    return new DispatchService(
      database,
      new RecipientKeys(database, keyringSchema.parse(this.env['PII_KEYRING']), this.clock),
      new DispatchWriter(this.hasher, this.clock, this.ids, this.tracing, settings),
      new DispatchAnnouncer(this.publisher, outbox, new DispatchMetrics(new Registry()), this.exit, this.logger),
      erasures,
    );
  }

  orderEvents(): OrderEventsController {
    const keyring = keyringSchema.parse(this.env['PII_KEYRING']);
    const rejected = new RejectedEventsService(this.database, this.outbox(), this.clock, this.ids, keyring);
    return new OrderEventsController(this.dispatcher(), rejected, new DispatcherMetrics(new Registry()), this.tracing);
  }

  customerEvents(): CustomerEventsController {
    const keyring = keyringSchema.parse(this.env['PII_KEYRING']);
    const rejected = new RejectedEventsService(this.database, this.outbox(), this.clock, this.ids, keyring);
    return new CustomerEventsController(this.directory(), rejected, new DispatcherMetrics(new Registry()));
  }

  ledger(database = this.database): ErasureLedger {
    return new ErasureLedger(database, this.keys(), this.directory(), this.clock, this.ids);
  }

  directory(): DirectoryService {
    return new DirectoryService(this.database, this.keys(), this.hasher, this.clock, this.ids);
  }

  preferences(): PreferencesService {
    return new PreferencesService(this.database, this.clock, this.ids);
  }

  webhooks(metrics: WebhookMetrics): WebhooksService {
    const objections = new ObjectionsService(this.preferences(), this.clock, this.ids);
    const writer = new WebhookWriter(objections, this.clock, this.ids, this.tracing, this.settings);
    const observer = new WebhookObserver(metrics, this.logger);
    return new WebhooksService(this.database, writer, this.outbox(), observer, this.clock);
  }

  worker(sender: ChannelSender, options: WorkerOptions = {}): Worker {
    const { capacity = 10, database = this.database, watchDatabase = database, loader } = options;
    const slots = new Slots(capacity);
    const outbox = new OutboxPublisher(database, this.publisher, this.clock, this.exit, this.logger);
    const metrics = new DeliveryMetrics(new Registry());
    const writer = new SettlementWriter(database, this.clock, this.ids, metrics, this.settings);
    const settler = new Settler(writer, outbox, this.clock, metrics, this.logger);
    const gate = this.gate(sender, database);
    const watch = new ProviderWatch(watchDatabase, gate, this.clock, this.logger, this.ids);
    const calls = new ProviderCalls(sender, this.clock, metrics, this.logger);
    const lookUps = new LookUps(sender, metrics, this.logger);
    const circumstances = new CircumstancesReader(this.clock, this.ids, sender, this.settings);
    const delivery = new DeliveryService(
      new Claimer(database, sender, this.clock, gate, metrics),
      loader ?? this.loader(database),
      new AssignmentHandler(calls, lookUps, settler, watch, circumstances),
      slots,
      this.logger,
    );
    return { delivery, settler, slots };
  }

  gate(sender: ChannelSender, database = this.database): ChannelGate {
    return new ChannelGate(database, sender, this.clock, new ChannelGateMetrics(new Registry()), this.settings);
  }

  loader(database = this.database): AssignmentLoader {
    return new AssignmentLoader(database, this.keys(), this.hasher, this.tracing, this.settings);
  }

  /** Lets a worker take the rows that fell due, and finish. @returns how many it claimed */
  async deliverDue({ delivery }: Worker): Promise<number> {
    const claimed = await delivery.deliverDue();
    await delivery.untilIdle();
    return claimed ?? 0;
  }

  /** Nudges a worker with the rows of an order, and lets it finish. */
  async deliverFresh({ delivery }: Worker, ids: readonly string[]): Promise<void> {
    await delivery.deliverFresh(ids);
    await delivery.untilIdle();
  }

  /** Dispatches an event. @returns its rows by channel */
  async dispatch(event: OrderEvent): Promise<Record<'email' | 'sms' | 'in_app', Row>> {
    await this.dispatcher().dispatch([event]);
    return Object.fromEntries((await this.rows(event.data.orderId)).map((row) => [row.channel, row])) as never;
  }

  upsertCustomer(data: Extract<CustomerEvent, { type: 'customer.upserted' }>['data'], time = this.clock.now()) {
    return this.directory().apply([{ type: 'customer.upserted', id: randomUUID(), time, data }]);
  }

  deleteCustomer(userId: string, time = this.clock.now()): Promise<void> {
    return this.directory().apply([{ type: 'customer.deleted', id: randomUUID(), time, data: { userId } }]);
  }

  /** Of an order, or all there are. */
  rows(orderId?: string): Promise<Row[]> {
    return this.database.query<Row>(
      `SELECT n.id, n.order_id AS "orderId", n.channel, coalesce(q.state, n.status) AS status,
              coalesce(q.wait_reason, n.reason) AS reason, n.inbox_seq::int AS "inboxSeq", n.sent_at AS "sentAt",
              q.due_at AS "dueAt", q.claim_no AS "claimNo", q.attempts
         FROM notification_log n LEFT JOIN delivery_queue q ON q.id = n.id
        WHERE $1::text IS NULL OR n.order_id = $1 ORDER BY n.id`,
      [orderId ?? null],
    );
  }

  async row(id: string): Promise<Row> {
    const row = (await this.rows()).find((candidate) => candidate.id === id);
    if (row === undefined) throw new Error('There is no such notification');
    return row;
  }

  /** `status` or `status/reason`. */
  async status(id: string): Promise<string> {
    const { status, reason } = await this.row(id);
    return reason === null ? status : `${status}/${reason}`;
  }

  attempts(id: string): Promise<{ number: number; outcome: string; code: string | null }[]> {
    return this.database.query(
      `SELECT number::int, outcome, code FROM notification_attempt WHERE notification_id = $1 ORDER BY number`,
      [id],
    );
  }
}

/** Order events as Kafka would hand them over. */
export function aBatch(events: readonly OrderEvent[], partition = 0): MessageBatch {
  const messages = events.map((event, offset) => {
    const { key, value, headers } = encodeOrderEvent(event);
    return {
      key: Buffer.from(key),
      value: Buffer.from(value),
      headers,
      timestamp: '0',
      attributes: 0,
      offset: String(offset),
      partition,
    };
  });
  return { topic: 'orders.order-events.v1', messages };
}
