/** Implements N4, N9. The transport of our Nest apps: kafkajs `eachBatch`, offsets committed only after the work is done. */
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { TopicName } from '#contracts';
import type { HealthRegistry, ProcessExit } from '#runtime';
import { type Logger, isRetryable, untilAvailable } from '#runtime';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
import type { MessageBatch } from './batch-handler.decorator.js';
import { TopicsMissingError, asBrokerCall } from './kafka.errors.js';

export interface KafkaBatchServerOptions {
  readonly kafka: Kafka;
  readonly prefix: string;
  /** Without prefix. */
  readonly groupId: string;
  /** The most messages a handler is given at once. */
  readonly maxBatch: number;
  /** Default: every topic a handler was registered for. */
  readonly topics?: readonly TopicName[] | undefined;
  /** Where a group without offsets begins. Default `earliest`. */
  readonly startAt?: 'earliest' | 'latest' | undefined;
  /** Told after each time the group's partitions were (re)assigned. */
  readonly onJoined?: (() => void) | undefined;
}

const HEARTBEAT_MS = 2_000;
const PARTITIONS_AT_ONCE = 3;
/** A handler that has neither finished nor met an outage for this long is stuck. */
const STUCK_AFTER_MS = 300_000;

export class KafkaBatchServer extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  override transportId = Symbol('kafka-batch');
  private readonly stopping = new AbortController();
  private readonly running = new Map<symbol, number>();
  private consumer: Consumer | undefined;
  private started: Promise<void> | undefined;
  private joined = false;

  constructor(
    private readonly options: KafkaBatchServerOptions,
    private readonly log: Logger,
    private readonly exit: ProcessExit,
    health: HealthRegistry,
  ) {
    super();
    const name = `kafka ${options.groupId}`;
    health.requireForReadiness({
      name,
      check: () => Promise.resolve(this.joined ? undefined : 'the consumer has not joined its group'),
    });
    health.requireForLiveness({ name, check: () => Promise.resolve(this.stuckFault()) });
  }

  /** Starts consuming in the background: an app whose broker is away is alive, just not ready. */
  override listen(callback: () => void): void {
    this.started = this.start().catch((error: unknown) => {
      if (!this.stopping.signal.aborted) this.exit.fail('the consumer cannot start', error);
    });
    callback();
  }

  /** Lets the batch in hand finish, then leaves the group. */
  override async close(): Promise<void> {
    this.stopping.abort();
    await this.started;
    await this.consumer?.disconnect();
    this.joined = false;
  }

  override on(): never {
    throw new Error('KafkaBatchServer emits no events');
  }

  override unwrap(): never {
    throw new Error('KafkaBatchServer shows nothing of its consumer');
  }

  private async start(): Promise<void> {
    await untilAvailable(
      () => this.connect(),
      (error, attempt) => {
        if (attempt % 5 === 1) this.log.warn({ err: error, attempt }, 'waiting for Kafka');
      },
      this.stopping.signal,
    );
  }

  private async connect(): Promise<void> {
    await this.requireTopics();
    const consumer = this.createConsumer();
    await asBrokerCall(async () => {
      await consumer.connect();
      await consumer.subscribe({ topics: this.fullTopics(), fromBeginning: this.options.startAt !== 'latest' });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: (payload) => this.onBatch(payload),
      });
    });
    this.consumer = consumer;
  }

  private async requireTopics(): Promise<void> {
    const admin = this.options.kafka.admin();
    try {
      const existing = await asBrokerCall(async () => {
        await admin.connect();
        return new Set(await admin.listTopics());
      });
      const missing = this.fullTopics().filter((topic) => !existing.has(topic));
      if (missing.length > 0) throw new TopicsMissingError(missing);
    } finally {
      await admin.disconnect();
    }
  }

  private createConsumer(): Consumer {
    const consumer = this.options.kafka.consumer({
      groupId: this.options.prefix + this.options.groupId,
      sessionTimeout: 30_000,
      heartbeatInterval: HEARTBEAT_MS,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 500,
      retry: { retries: 8, initialRetryTime: 300, maxRetryTime: 5_000, restartOnFailure: () => Promise.resolve(true) },
    });
    consumer.on(consumer.events.GROUP_JOIN, () => {
      this.joined = true;
      this.options.onJoined?.();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.joined = false;
      if (!payload.restart && !this.stopping.signal.aborted)
        this.exit.fail('the consumer stopped for good', payload.error);
    });
    consumer.on(consumer.events.DISCONNECT, () => (this.joined = false));
    return consumer;
  }

  private fullTopics(): string[] {
    return (this.options.topics ?? [...this.messageHandlers.keys()]).map((topic) => this.options.prefix + topic);
  }

  private async onBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const topic = batch.topic.slice(this.options.prefix.length) as TopicName;
    for (const messages of chunks(batch.messages, this.options.maxBatch)) {
      if (!payload.isRunning() || payload.isStale() || this.stopping.signal.aborted) return;
      await this.handleAlive({ topic, partition: batch.partition, messages }, () => payload.heartbeat());
      payload.resolveOffset(messages.at(-1)?.offset ?? batch.lastOffset());
      await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
    }
  }

  /**
   * Keeps the group membership while the handler works or waits for an outage to end. A failed heartbeat means that the partition
   * is somebody else's by now: the wait ends, and the batch is theirs.
   */
  private async handleAlive(batch: MessageBatch, heartbeat: () => Promise<void>): Promise<void> {
    const lost = new AbortController();
    const run = Symbol('run');
    const timer = setInterval(() => void heartbeat().catch((error: unknown) => lost.abort(error)), HEARTBEAT_MS);
    const turn = () => this.running.set(run, performance.now());
    turn();
    try {
      await untilAvailable(
        () => this.handle(batch),
        (error, attempt) => {
          turn();
          if (attempt % 5 === 1) this.log.warn({ err: error, attempt, topic: batch.topic }, 'waiting, nothing is lost');
        },
        AbortSignal.any([lost.signal, this.stopping.signal]),
      );
    } catch (error) {
      throw this.explain(error, lost.signal);
    } finally {
      clearInterval(timer);
      this.running.delete(run);
    }
  }

  private explain(error: unknown, lost: AbortSignal): unknown {
    if (lost.aborted) return lost.reason;
    if (!isRetryable(error)) this.exit.fail('a batch cannot be handled', error);
    return error;
  }

  private async handle(batch: MessageBatch): Promise<void> {
    const handler = this.messageHandlers.get(batch.topic);
    if (handler === undefined) throw new TypeError(`No handler for ${batch.topic}`);
    const result: unknown = await handler(batch);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }

  private stuckFault(): string | undefined {
    const oldest = Math.min(...this.running.values());
    return performance.now() - oldest > STUCK_AFTER_MS ? 'a batch handler is stuck' : undefined;
  }
}

function* chunks(messages: readonly KafkaMessage[], size: number): Generator<KafkaMessage[]> {
  for (let i = 0; i < messages.length; i += size) yield messages.slice(i, i + size);
}
