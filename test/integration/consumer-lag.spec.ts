/** How far groups are behind, asked of a real broker. */
import { randomUUID } from 'node:crypto';
import { type Server, type Socket, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TOPICS } from '#contracts';
import {
  CONSUMER_GROUPS,
  ConsumerLag,
  GROUP_TOPICS,
  KafkaPublisher,
  createKafka,
  createTopics,
  kafkaSettings,
} from '#messaging';
import { createLogger } from '#runtime';
import type { Admin } from 'kafkajs';
import { eventually } from '../system/eventually.js';

const silent = createLogger('test', 'silent');
const brokers = process.env['KAFKA_BROKERS'] ?? '';
const TOPIC = TOPICS.orderEvents.name;
const GROUP = CONSUMER_GROUPS.dispatcher;

const settingsOf = (kafkaBrokers: string, prefix: string) =>
  kafkaSettings.parse({ KAFKA_BROKERS: kafkaBrokers, TOPIC_PREFIX: prefix, TOPIC_PARTITIONS: '2' });

describe('the lag of consumers', () => {
  const prefix = `test-${randomUUID().slice(0, 8)}.`;
  const settings = settingsOf(brokers, prefix);
  const kafka = createKafka(settings, 'consumer-lag-test', silent);
  const publisher = new KafkaPublisher(kafka, prefix);
  const lag = new ConsumerLag(kafka, prefix);
  const closing: (() => Promise<unknown>)[] = [];
  let admin: Admin;

  const offsetsOf = async (topic: string, group: string = GROUP) => {
    const { lag: behind, read } = (await lag.read()).find((one) => one.topic === topic && one.group === group) ?? {};
    return { lag: behind, read };
  };
  const lagOf = async (topic: string, group?: string) => (await offsetsOf(topic, group)).lag;

  /** @param short how many messages of each partition are left unread */
  const commitUpTo = async (short: number) => {
    const partitions = (await ends()).map(({ partition, high }) => ({
      partition,
      offset: String(Math.max(0, Number(high) - short)),
    }));
    await admin.setOffsets({ groupId: prefix + GROUP, topic: prefix + TOPIC, partitions });
  };

  const ends = () => admin.fetchTopicOffsets(prefix + TOPIC);

  beforeAll(async () => {
    await createTopics(kafka, settings);
    admin = kafka.admin();
    await admin.connect();
    const messages = Array.from({ length: 20 }, (_, n) => ({ topic: TOPIC, key: String(n), value: 'x' }));
    await publisher.publish(messages);
  });

  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
  });

  afterAll(async () => {
    await lag.onApplicationShutdown();
    await publisher.onApplicationShutdown();
    await admin.disconnect();
  });

  it('is of every group and every topic it reads', async () => {
    const pairs = Object.entries(GROUP_TOPICS).flatMap(([key, topics]) =>
      topics.map((topic) => ({ group: CONSUMER_GROUPS[key as keyof typeof GROUP_TOPICS], topic })),
    );
    expect((await lag.read()).map(({ group, topic }) => ({ group, topic }))).toEqual(pairs);
  });

  it('is all there is for a group that has read nothing, and falls as it commits', async () => {
    // A publication to a topic that has just been made may be repeated for the partition that was there already.
    const all = (await ends()).reduce((sum, { high }) => sum + Number(high), 0);
    expect(all).toBeGreaterThanOrEqual(20);
    // A broker that has just begun makes its topic of offsets with the first question.
    await eventually(async () => expect(await offsetsOf(TOPIC)).toEqual({ lag: all, read: 0 }));
    await commitUpTo(1);
    expect(await offsetsOf(TOPIC)).toEqual({ lag: 2, read: all - 2 });
    await commitUpTo(0);
    expect(await offsetsOf(TOPIC)).toEqual({ lag: 0, read: all });
    expect(await lagOf(TOPICS.emailNudges.name, CONSUMER_GROUPS.emailWorker)).toBe(0);
  });

  it('leaves out what has left the topic unread', async () => {
    await commitUpTo(Infinity);
    const partitions = (await ends()).map(({ partition, high }) => ({ partition, offset: high }));
    await admin.deleteTopicRecords({ topic: prefix + TOPIC, partitions });
    expect(await lagOf(TOPIC)).toBe(0);
  });

  it('is asked of the broker once, however many want to know at the same time', async () => {
    const [one, other] = await Promise.all([lag.read(), lag.read()]);
    expect(other).toBe(one);
  });

  it('is not known where a topic is missing, and is again once somebody made it', async () => {
    const late = `late-${prefix}`;
    const asked = new ConsumerLag(kafka, late);
    closing.push(() => asked.onApplicationShutdown());
    expect(new Set((await asked.read()).map((one) => one.lag))).toEqual(new Set([null]));
    await createTopics(kafka, settingsOf(brokers, late));
    await eventually(async () => expect(new Set((await asked.read()).map((one) => one.lag))).toEqual(new Set([0])));
  });

  it.each([
    ['refuses connections', (server: Server) => new Promise((closed) => server.close(closed))],
    ['takes connections and says nothing', () => Promise.resolve()],
  ])('is not known within 3 s while the broker %s', async (_, prepare) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => void sockets.add(socket));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as { port: number };
    await prepare(server);
    const asked = new ConsumerLag(createKafka(settingsOf(`127.0.0.1:${port}`, ''), 'consumer-lag-test', silent), '');
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
      return asked.onApplicationShutdown();
    });
    const from = performance.now();
    expect(new Set((await asked.read()).map((one) => one.lag))).toEqual(new Set([null]));
    expect(performance.now() - from).toBeLessThan(3_500);
  });
});
