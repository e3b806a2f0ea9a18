/** The batch transport on a real broker: what is committed when, who handles what again, and when a process gives up. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { TOPICS, type TopicName } from '#contracts';
import { type Database, type OutboxRow, insertOutbox } from '#database';
import {
  BatchHandler,
  BrokerUnavailableError,
  KafkaBatchServer,
  type KafkaBatchServerOptions,
  KafkaPublisher,
  type MessageBatch,
  OutboxPublisher,
  createKafka,
  createTopics,
  kafkaSettings,
} from '#messaging';
import { HealthRegistry, SystemClock, createLogger } from '#runtime';
import type { Kafka } from 'kafkajs';
import { v7 } from 'uuid';
import { type TestDatabase, createTestDatabase } from '../database.js';
import { AppProcess } from '../system/app-process.js';
import { eventually } from '../system/eventually.js';
import { RecordedExit } from '../system/recorded-exit.js';

const TOPIC: TopicName = TOPICS.emailNudges.name;
const PARTITIONS = 2;
/** The shortest that a broker accepts unless it is told otherwise. */
const SHORTEST_SESSION_MS = 6_000;

const silent = createLogger('test', 'silent');
const brokers = process.env['KAFKA_BROKERS'] ?? '';

type Handler = (batch: MessageBatch) => Promise<void>;

class Outage extends Error {
  readonly retryable = true;
}

const valuesOf = (batches: readonly MessageBatch[]) =>
  batches.flatMap(({ messages }) => messages.map(({ value }) => value?.toString()));
const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n));
const remember = (seen: MessageBatch[]) => (batch: MessageBatch) => Promise.resolve(void seen.push(batch));
const never = new Promise<never>(() => undefined);

describe('the batch transport', () => {
  let prefix: string;
  let kafka: Kafka;
  let publisher: KafkaPublisher;
  const servers: KafkaBatchServer[] = [];
  const gates: (() => void)[] = [];
  const groupId = 'tested-group';

  const settings = () =>
    kafkaSettings.parse({ KAFKA_BROKERS: brokers, TOPIC_PREFIX: prefix, TOPIC_PARTITIONS: String(PARTITIONS) });

  const serve = (handler: Handler, options: Partial<KafkaBatchServerOptions> = {}) => {
    const exit = new RecordedExit();
    const health = new HealthRegistry();
    const server = new KafkaBatchServer({ kafka, prefix, groupId, maxBatch: 500, ...options }, silent, exit, health);
    server.addHandler(TOPIC, handler, true);
    server.listen(() => undefined);
    servers.push(server);
    const fault = async () => {
      const answer = (await health.readiness()[0]?.()) as Record<string, { message?: string }> | undefined;
      return Object.values(answer ?? {})[0]?.message;
    };
    return { server, exit, fault };
  };

  const publish = (values: readonly string[]) =>
    publisher.publish(values.map((value) => ({ topic: TOPIC, key: value, value })));

  const withAdmin = async <T>(work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> => {
    const admin = kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  };

  /** Closed until the test opens it, or has failed. */
  const gate = () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    gates.push(open);
    return { opened, open };
  };

  /** How many messages the group has committed, over all partitions. */
  const committed = () =>
    withAdmin(async (admin) => {
      const [topic] = await admin.fetchOffsets({ groupId: prefix + groupId, topics: [prefix + TOPIC] });
      return (topic?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
    });

  /** By then, whoever else was going to has read them too. */
  const untilReadByAnotherGroup = async (count: number) => {
    const seen: MessageBatch[] = [];
    serve(remember(seen), { groupId: 'another-group' });
    await eventually(() => expect(valuesOf(seen)).toHaveLength(count));
  };

  const untilCommitted = (count: number) => eventually(async () => expect(await committed()).toBe(count));

  // Topics of each test's own: groups that never share a partition need not wait for each other to leave.
  beforeEach(async () => {
    prefix = `test-${randomUUID().slice(0, 8)}.`;
    kafka = createKafka(settings(), 'messaging-test', silent);
    await withAdmin((admin) =>
      admin.createTopics({ topics: [{ topic: prefix + TOPIC, numPartitions: PARTITIONS }], waitForLeaders: true }),
    );
    publisher = new KafkaPublisher(kafka, prefix);
  });

  afterEach(async () => {
    for (const open of gates.splice(0)) open();
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await publisher.onApplicationShutdown();
  }, 30_000);

  it('commits the offsets of a batch once its handler has resolved, not before', async () => {
    const work = gate();
    const seen: MessageBatch[] = [];
    serve(async (batch) => {
      seen.push(batch);
      await work.opened;
    });
    await publish(['a']);
    await eventually(() => expect(valuesOf(seen)).toEqual(['a']));
    expect(await committed()).toBe(0);
    work.open();
    await untilCommitted(1);
    expect(seen[0]).toMatchObject({ topic: TOPIC, messages: [{ offset: '0' }] });
  }, 30_000);

  it('commits now and then where repeats are nothing', async () => {
    const seen: MessageBatch[] = [];
    serve(remember(seen), { commitEveryMs: 5_000 });
    for (const value of numbers(20)) await publish([value]);
    await eventually(() => expect(valuesOf(seen)).toHaveLength(20));
    expect(await committed()).toBeLessThan(20);
    await eventually(async () => {
      await publish(['more']);
      expect(await committed()).toBeGreaterThanOrEqual(20);
    });
  }, 30_000);

  it('tells that it has joined once nothing can pass it by any more', async () => {
    const seen: MessageBatch[] = [];
    let published = 0;
    let publishedAtJoin: number | undefined;
    serve(remember(seen), { startAt: 'latest', onJoined: () => (publishedAtJoin ??= published) });
    while (publishedAtJoin === undefined || published < publishedAtJoin + 20) {
      await publish([String(published)]);
      published += 1;
    }
    // The one that was on its way at that moment may have come too early.
    const due = numbers(published).slice(publishedAtJoin + 1);
    await eventually(() => expect(valuesOf(seen)).toEqual(expect.arrayContaining(due)));
  }, 30_000);

  it('hands over no more than maxBatch at once, every message once, in the order of its partition', async () => {
    const seen: MessageBatch[] = [];
    await publish(numbers(100));
    serve(remember(seen), { maxBatch: 7 });
    await untilCommitted(100);
    expect(Math.max(...seen.map(({ messages }) => messages.length))).toBe(7);
    expect(valuesOf(seen).sort()).toEqual(numbers(100).sort());
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const offsets = seen.flatMap(({ messages }) => messages).filter((message) => message.partition === partition);
      expect(offsets.map(({ offset }) => Number(offset))).toEqual(offsets.map((_, n) => n));
    }
  }, 30_000);

  it('runs the same batch again after a retryable error, and stays in its group for longer than its session', async () => {
    const seen: MessageBatch[] = [];
    let joins = 0;
    const { exit, fault } = serve(
      async (batch) => {
        seen.push(batch);
        if (seen.length < 3) throw new Outage();
        await new Promise((resolve) => setTimeout(resolve, SHORTEST_SESSION_MS + 1_500));
      },
      { sessionTimeoutMs: SHORTEST_SESSION_MS, onJoined: () => joins++ },
    );
    await publish(['a']);
    await untilCommitted(1);
    expect(valuesOf(seen)).toEqual(['a', 'a', 'a']);
    expect(joins).toBe(1);
    expect(await fault()).toBeUndefined();
    expect(exit.failures).toEqual([]);
  }, 40_000);

  it.each([
    ['a TypeError', () => new TypeError('x is not a function')],
    ['an unforeseen error', () => Object.assign(new Error('refused'), { retryable: false })],
  ])(
    'gives the process up on %s, commits nothing and takes nothing more',
    async (_, error) => {
      const seen: MessageBatch[] = [];
      const { exit } = serve((batch) => {
        seen.push(batch);
        return Promise.reject(error());
      });
      await publish(['a']);
      await eventually(() => expect(exit.failures.map(({ reason }) => reason)).toEqual(['a batch cannot be handled']));
      await publish(numbers(20));
      await untilReadByAnotherGroup(21);
      expect(valuesOf(seen)).toEqual(['a']);
      expect(exit.failures).toHaveLength(1);
      expect(await committed()).toBe(0);
    },
    30_000,
  );

  it('sees through Nest what a handler threw', async () => {
    @Controller()
    class BrokenController {
      @BatchHandler(TOPIC)
      async onBatch(@Payload() { messages }: MessageBatch): Promise<void> {
        await Promise.reject(new TypeError(`${messages.length} broke it`));
      }
    }
    const exit = new RecordedExit();
    const strategy = new KafkaBatchServer({ kafka, prefix, groupId, maxBatch: 5 }, silent, exit, new HealthRegistry());
    const testing = await Test.createTestingModule({ controllers: [BrokenController] }).compile();
    const app = testing.createNestMicroservice({ strategy, logger: false });
    await app.listen();
    await publish(['a']);
    await eventually(() => expect(exit.failures).toEqual([expect.objectContaining({ error: expect.any(TypeError) })]));
    await app.close();
  }, 30_000);

  it('refuses to start with two handlers of one topic, or none', () => {
    const server = () =>
      new KafkaBatchServer(
        { kafka, prefix, groupId, maxBatch: 5, topics: [TOPIC] },
        silent,
        new RecordedExit(),
        new HealthRegistry(),
      );
    const twice = server();
    twice.addHandler(TOPIC, () => never, true);
    twice.addHandler(TOPIC, () => never, true);
    expect(() => twice.listen(() => undefined)).toThrow(`${TOPIC} has 2 handlers`);
    expect(() => server().listen(() => undefined)).toThrow(`${TOPIC} has 0 handlers`);
  });

  it('handles again what a process was handling when it was killed', async () => {
    await publish(['a']);
    const victim = await AppProcess.start('test/integration/stuck-consumer.fixture.ts', {
      KAFKA_BROKERS: brokers,
      TOPIC_PREFIX: prefix,
      SESSION_TIMEOUT_MS: String(SHORTEST_SESSION_MS),
    });
    await eventually(() => expect(victim.printed).toEqual(['handling a'])).finally(() => victim.end('SIGKILL'));

    const seen: MessageBatch[] = [];
    serve(remember(seen));
    await untilCommitted(1);
    expect(valuesOf(seen)).toEqual(['a']);
  }, 60_000);

  it('loses nothing when a second member joins in mid-batch, and when the first one leaves', async () => {
    const [first, second]: MessageBatch[][] = [[], []];
    const slowly = (seen: MessageBatch[]) => async (batch: MessageBatch) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      seen.push(batch);
    };
    await publish(numbers(60));
    const { server, exit } = serve(slowly(first ?? []), { maxBatch: 5 });
    await eventually(() => expect(first?.length).toBeGreaterThan(1));
    const other = serve(slowly(second ?? []), { maxBatch: 5 });
    await eventually(async () => {
      // Enough keys for every partition, whichever the second member was given.
      await publish(numbers(8));
      expect(second?.length).toBeGreaterThan(0);
    });
    await server.close();
    const total = await endOffsets();
    await untilCommitted(total);
    expect(new Set([...valuesOf(first ?? []), ...valuesOf(second ?? [])])).toEqual(new Set(numbers(60)));
    expect([...exit.failures, ...other.exit.failures]).toEqual([]);
  }, 60_000);

  it('lets the batch in hand finish when it closes, and leaves the rest to whoever comes next', async () => {
    const work = gate();
    const seen: MessageBatch[] = [];
    await publish(numbers(10));
    const { server } = serve(
      async (batch) => {
        seen.push(batch);
        await work.opened;
      },
      { maxBatch: 1 },
    );
    await eventually(() => expect(seen.length).toBe(PARTITIONS));
    const closed = server.close();
    work.open();
    await closed;
    expect(seen.length).toBe(PARTITIONS);
    await untilCommitted(PARTITIONS);
  }, 30_000);

  it('closes at once in the middle of an outage', async () => {
    let calls = 0;
    const { server } = serve(() => {
      calls += 1;
      return Promise.reject(new Outage());
    });
    await publish(['a']);
    await eventually(() => expect(calls).toBeGreaterThan(1));
    const asked = performance.now();
    await server.close();
    expect(performance.now() - asked).toBeLessThan(3_000);
    expect(await committed()).toBe(0);
  }, 30_000);

  it('waits for topics that are missing, says which, and begins when they are there', async () => {
    prefix = `test-${randomUUID().slice(0, 8)}.`;
    kafka = createKafka(settings(), 'messaging-test', silent);
    publisher = new KafkaPublisher(kafka, prefix);
    const seen: MessageBatch[] = [];
    const { exit, fault } = serve(remember(seen));
    const message = `Topics are missing: ${prefix}${TOPIC}. Run npm run topics:create`;
    await eventually(async () => expect(await fault()).toBe(message));
    await expect(publish(['too early'])).rejects.toThrow(BrokerUnavailableError);

    const created = await createTopics(kafka, settings());
    expect(created).toHaveLength(Object.keys(TOPICS).length);
    expect(await createTopics(kafka, settings())).toEqual([]);
    await eventually(async () => expect(await fault()).toBeUndefined());
    await publish(['a']);
    await eventually(() => expect(valuesOf(seen)).toEqual(['a']));
    expect(exit.failures).toEqual([]);
  }, 40_000);

  it('says that it cannot reach its broker, and closes without having reached it', async () => {
    const nowhere = createKafka({ ...settings(), brokers: ['127.0.0.1:1'] }, 'messaging-test', silent);
    const { server, fault, exit } = serve(() => never, { kafka: nowhere });
    await eventually(async () => expect(await fault()).toBe('Kafka cannot be reached'));
    const asked = performance.now();
    await server.close();
    expect(performance.now() - asked).toBeLessThan(3_000);
    expect(exit.failures).toEqual([]);
  }, 20_000);

  const endOffsets = () =>
    withAdmin(async (admin) => {
      const partitions = await admin.fetchTopicOffsets(prefix + TOPIC);
      return partitions.reduce((sum, { high }) => sum + Number(high), 0);
    });

  describe('the outbox', () => {
    let test: TestDatabase;
    let database: Database;
    const clock = new SystemClock();

    beforeAll(async () => {
      test = await createTestDatabase();
      database = test.database;
    }, 30_000);

    afterAll(() => test.drop());

    const rows = () => database.query('SELECT id FROM outbox');
    const stored = async (at: Date): Promise<OutboxRow> => {
      const id = v7();
      const row = { id, messages: [{ topic: TOPIC, key: 'k', headers: { 'ce-id': id }, value: id }] };
      await insertOutbox(database, row, at);
      return row;
    };
    const relay = (kafkaPublisher: KafkaPublisher) => {
      const exit = new RecordedExit();
      return { exit, outbox: new OutboxPublisher(database, kafkaPublisher, clock, exit, silent) };
    };

    it('publishes what was committed and forgets it', async () => {
      const { outbox } = relay(publisher);
      await outbox.publishCommitted(await stored(clock.now()));
      expect(await endOffsets()).toBe(1);
      await eventually(async () => expect(await rows()).toEqual([]));
    }, 20_000);

    it('keeps what it cannot publish, and its relay publishes it later, with headers', async () => {
      const nowhere = createKafka({ ...settings(), brokers: ['127.0.0.1:1'] }, 'messaging-test', silent);
      const row = await stored(new Date(clock.now().getTime() - 60_000));
      const cutOff = new KafkaPublisher(nowhere, prefix);
      await relay(cutOff).outbox.publishCommitted(row);
      await cutOff.onApplicationShutdown();
      expect(await rows()).toHaveLength(1);

      const fresh = await stored(clock.now());
      const { outbox, exit } = relay(publisher);
      outbox.onApplicationBootstrap();
      await eventually(async () => expect(await rows()).toEqual([{ id: fresh.id }]));
      await outbox.beforeApplicationShutdown();
      const seen: MessageBatch[] = [];
      serve(remember(seen));
      await eventually(() => expect(valuesOf(seen)).toEqual([row.id]));
      expect(seen[0]?.messages[0]?.headers?.['ce-id']?.toString()).toBe(row.id);
      expect(exit.failures).toEqual([]);
      await database.query('DELETE FROM outbox');
    }, 30_000);

    it('publishes a backlog that no single request could carry', async () => {
      const old = new Date(clock.now().getTime() - 60_000);
      const messages = Array.from({ length: 2_000 }, () => ({ topic: TOPIC, key: 'k', value: 'x'.repeat(1_000) }));
      const before = await endOffsets();
      await insertOutbox(database, { id: v7(), messages }, old);
      const { outbox, exit } = relay(publisher);
      outbox.onApplicationBootstrap();
      await eventually(async () => expect(await rows()).toEqual([]));
      await outbox.beforeApplicationShutdown();
      expect(exit.failures).toEqual([]);
      expect((await endOffsets()) - before).toBe(2_000);
    }, 30_000);

    it('lets relays share the rows without publishing one twice', async () => {
      for (let n = 0; n < 120; n++) await stored(new Date(clock.now().getTime() - 60_000));
      const relays = [relay(publisher), relay(publisher), relay(publisher)];
      for (const { outbox } of relays) outbox.onApplicationBootstrap();
      await eventually(async () => expect(await rows()).toEqual([]));
      for (const { outbox } of relays) await outbox.beforeApplicationShutdown();
      expect(await endOffsets()).toBe(120);
    }, 30_000);
  });
});
