/** Implements N4, N9. The transport of our Nest apps: kafkajs `eachBatch`, offsets committed only after the work is done. */
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { TopicName } from '#contracts';
import type { HealthRegistry, ProcessExit } from '#runtime';
import { Gatherer, type Logger, isRetryable, untilAvailable } from '#runtime';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { isObservable, lastValueFrom } from 'rxjs';
import { setTimeout as delay } from 'node:timers/promises';
import type { BatchMessage, MessageBatch } from './batch-handler.decorator.js';
import { BatchWatch } from './batch-watch.js';
import type { MessagingMetrics } from './messaging.metrics.js';
import { BrokerUnavailableError, asBrokerCall, brokerError } from './kafka.errors.js';
import { requireTopics } from './topic-configs.js';

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
  /** Milliseconds without a heartbeat after which the partitions are given to others. Default 15 s. */
  readonly sessionTimeoutMs?: number | undefined;
  /** Offsets are committed that often instead of after each batch, in milliseconds: for a handler to whom repeats are nothing. */
  readonly commitEveryMs?: number | undefined;
  /** Default: nothing is counted. */
  readonly metrics?: MessagingMetrics | undefined;
  /** Told after each time the group's partitions were (re)assigned, once it is known from where on they are read. */
  readonly onJoined?: (() => void) | undefined;
}

const SESSION_TIMEOUT_MS = 15_000;
const HEARTBEAT_MS = 2_000;
/** Batches of that many partitions are gathered for the handler: few events over many partitions would otherwise be a transaction each. */
const PARTITIONS_AT_ONCE = 16;
const HANDLERS_AT_ONCE = 2;
/** Of a fetch that finds nothing: it is answered as soon as there is something. A consumer that stops waits for it. */
const FETCH_WAITS_MS = 1_000;
/** Fetches and heartbeats are a second or two apart. */
const SILENT_AFTER_MS = 10_000;
/** A consumer cannot be told to stop trying to reach its broker. */
const LEAVE_WITHIN_MS = 3_000;

export class KafkaBatchServer extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  override transportId = Symbol('kafka-batch');
  private readonly stopping = new AbortController();
  private readonly watch = new BatchWatch();
  private readonly handling = new Map<TopicName, Gatherer<readonly BatchMessage[]>>();
  /** The offsets of all partitions go out together. */
  private readonly commits = new Gatherer<EachBatchPayload>(commitOffsets, { most: Infinity, gatherMs: 0 });
  private consumer: Consumer | undefined;
  private started: Promise<void> | undefined;
  /** Why there is no membership; undefined: there is one. */
  private outside: string | undefined = 'the consumer has not joined its group';
  private lastAnswerAt = 0;

  constructor(
    private readonly options: KafkaBatchServerOptions,
    private readonly log: Logger,
    private readonly exit: ProcessExit,
    health: HealthRegistry,
  ) {
    super();
    const name = `kafka ${options.groupId}`;
    health.requireForReadiness({ name, check: () => Promise.resolve(this.connectionFault()) });
    health.requireForLiveness({ name, check: () => Promise.resolve(this.watch.fault()) });
  }

  /** Starts consuming in the background: an app whose broker is away is alive, just not ready. */
  override listen(callback: () => void): void {
    for (const topic of this.topics()) this.requireOneHandler(topic);
    this.begin();
    callback();
  }

  /** Lets the batch in hand finish, then leaves the group; without a word if Kafka is away. */
  override async close(): Promise<void> {
    this.stopping.abort();
    await this.watch.untilIdle();
    await Promise.race([this.leave(), delay(LEAVE_WITHIN_MS, undefined, { ref: false })]);
  }

  override on(): never {
    throw new Error('KafkaBatchServer emits no events');
  }

  override unwrap(): never {
    throw new Error('KafkaBatchServer shows nothing of its consumer');
  }

  private begin(): void {
    this.started = this.start().catch((error: unknown) => this.giveUp('the consumer cannot start', error));
  }

  private async leave(): Promise<void> {
    await this.started;
    await this.consumer?.disconnect();
  }

  private async start(): Promise<void> {
    await untilAvailable(
      () => this.connect(),
      (error, attempt) => {
        this.outside = (error as Error).message;
        this.log.warn({ err: error, attempt }, 'waiting for Kafka');
      },
      this.stopping.signal,
    );
  }

  private async connect(): Promise<void> {
    const topics = (this.options.topics ?? [...this.messageHandlers.keys()]).map(
      (topic) => this.options.prefix + topic,
    );
    await requireTopics(this.options.kafka, topics);
    const consumer = this.createConsumer();
    try {
      await asBrokerCall(async () => {
        await consumer.connect();
        await consumer.subscribe({ topics, fromBeginning: this.options.startAt !== 'latest' });
        await consumer.run({
          autoCommit: false,
          autoCommitInterval: this.options.commitEveryMs ?? null,
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
          eachBatch: (payload) => this.onBatch(payload),
        });
      });
    } catch (error) {
      await consumer.disconnect();
      throw error;
    }
    this.consumer = consumer;
  }

  private topics(): readonly string[] {
    return this.options.topics ?? [...this.messageHandlers.keys()];
  }

  /** Nest chains the handlers of one pattern; of ours only the first would ever be called. */
  private requireOneHandler(topic: string): void {
    const first = this.messageHandlers.get(topic);
    const count = first === undefined ? 0 : first.next === undefined ? 1 : 2;
    if (count !== 1) throw new TypeError(`${topic} has ${count} handlers`);
  }

  private createConsumer(): Consumer {
    const consumer = this.options.kafka.consumer({
      groupId: this.options.prefix + this.options.groupId,
      sessionTimeout: this.options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: FETCH_WAITS_MS,
      retry: { retries: 5 },
    });
    const { GROUP_JOIN, HEARTBEAT, FETCH, CRASH } = consumer.events;
    const answered = () => (this.lastAnswerAt = performance.now());
    let joined = false;
    consumer.on(HEARTBEAT, answered);
    consumer.on(GROUP_JOIN, () => {
      answered();
      this.outside = undefined;
      joined = true;
    });
    consumer.on(FETCH, () => {
      answered();
      // Only the first fetch settles where `latest` is: what is published until then is in neither.
      if (joined) this.options.onJoined?.();
      joined = false;
    });
    consumer.on(CRASH, ({ payload }) => this.onCrash(payload));
    return consumer;
  }

  /** kafkajs has disconnected; it starts again by itself after most of what it takes for an outage, but not after all. */
  private onCrash({ error, restart }: { error: Error; restart: boolean }): void {
    const outage = restart ? new BrokerUnavailableError(error) : brokerError(error);
    if (!isRetryable(outage)) this.giveUp('the consumer stopped for good', outage);
    if (this.isClosing()) return;
    this.outside = 'Kafka cannot be reached';
    this.log.warn({ err: outage }, 'the consumer starts again');
    if (!restart) this.begin();
  }

  private async onBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const topic = batch.topic.slice(this.options.prefix.length) as TopicName;
    const all = batch.messages.map((message): BatchMessage => ({ ...message, partition: batch.partition }));
    for (const messages of chunks(all, this.options.maxBatch)) {
      if (!payload.isRunning() || payload.isStale()) return;
      const handled = await this.handleAlive({ topic, messages }, () => payload.heartbeat());
      // Without the pause kafkajs would fetch the same batch over and over until it is disconnected.
      if (!handled) return void payload.pause();
      payload.resolveOffset(messages.at(-1)?.offset ?? batch.lastOffset());
      if (this.options.commitEveryMs === undefined) await this.commits.add(payload);
      else await payload.commitOffsetsIfNecessary();
      // Fails in a rebalance, which would otherwise have to wait for all the chunks.
      await payload.heartbeat();
    }
  }

  /**
   * Keeps the group membership while the handler works or waits for an outage to end. A failed heartbeat means that the partition
   * may be somebody else's by now: the wait ends, and the batch is theirs.
   * @returns false when the server is closing and the batch stays for later
   */
  private async handleAlive(batch: MessageBatch, heartbeat: () => Promise<void>): Promise<boolean> {
    if (this.isClosing()) return false;
    const lost = new AbortController();
    const timer = setInterval(() => void heartbeat().catch((error: unknown) => lost.abort(error)), HEARTBEAT_MS);
    try {
      await this.untilHandled(batch, AbortSignal.any([lost.signal, this.stopping.signal]));
      return true;
    } catch (error) {
      if (!isRetryable(error)) this.giveUp('a batch cannot be handled', error);
      if (this.isClosing()) return false;
      throw lost.signal.aborted ? lost.signal.reason : error;
    } finally {
      clearInterval(timer);
    }
  }

  private untilHandled(batch: MessageBatch, signal: AbortSignal): Promise<void> {
    return this.watch.during((gettingOn) =>
      untilAvailable(
        () => this.handlingOf(batch.topic).add(batch.messages),
        (error, attempt) => {
          gettingOn();
          this.log.warn({ err: error, attempt, topic: batch.topic }, 'waiting, nothing is lost');
        },
        signal,
      ),
    );
  }

  private handlingOf(topic: TopicName): Gatherer<readonly BatchMessage[]> {
    let gatherer = this.handling.get(topic);
    if (gatherer === undefined) {
      gatherer = new Gatherer((parts) => this.handleMeasured({ topic, messages: parts.flat() }), {
        most: this.options.maxBatch,
        weigh: (messages) => messages.length,
        atOnce: HANDLERS_AT_ONCE,
        gatherMs: 0,
      });
      this.handling.set(topic, gatherer);
    }
    return gatherer;
  }

  private async handleMeasured(batch: MessageBatch): Promise<void> {
    const { metrics } = this.options;
    const handle = () => this.handle(batch);
    await (metrics === undefined ? handle() : metrics.duringHandling(batch.topic, batch.messages.length, handle));
  }

  private async handle(batch: MessageBatch): Promise<void> {
    const handler = this.messageHandlers.get(batch.topic);
    if (handler === undefined) throw new TypeError(`No handler for ${batch.topic}`);
    const result: unknown = await handler(batch);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }

  /** Takes nothing more: what comes next would fail alike, and the process is about to end. */
  private giveUp(reason: string, error: unknown): void {
    if (this.isClosing()) return;
    this.stopping.abort();
    this.exit.fail(reason, error);
  }

  private isClosing(): boolean {
    return this.stopping.signal.aborted;
  }

  private connectionFault(): string | undefined {
    const silent = performance.now() - this.lastAnswerAt > SILENT_AFTER_MS;
    return this.outside ?? (silent ? 'Kafka does not answer' : undefined);
  }
}

function* chunks(messages: readonly BatchMessage[], size: number): Generator<BatchMessage[]> {
  for (let i = 0; i < messages.length; i += size) yield messages.slice(i, i + size);
}

/** What kafkajs knows as uncommitted is the same for all of them. */
async function commitOffsets(payloads: readonly EachBatchPayload[]): Promise<void> {
  const last = payloads.at(-1);
  await last?.commitOffsetsIfNecessary(last.uncommittedOffsets());
}
