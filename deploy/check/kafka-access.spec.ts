import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOPICS } from '#contracts';
import { databaseSettings } from '#database';
import { CONSUMER_GROUPS, kafkaSettings, topicConfigs } from '#messaging';
import { projectRoot } from '../../infra/data-folder.js';
import { KAFKA_ACCESS, type KafkaAccount } from './kafka-access.js';

const guide = readFileSync(join(projectRoot, 'docs/kafka.md'), 'utf8');

/** Rows of the table below a heading: its cells, each as the names in code marks that it holds. */
function tableBelow(heading: string): string[][][] {
  const [, section = ''] = guide.split(`\n## ${heading}\n`);
  const lines =
    section
      .split('\n## ')[0]
      ?.split('\n')
      .filter((line) => line.startsWith('|')) ?? [];
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')),
  );
}

describe('docs/kafka.md', () => {
  it('gives each account what the code uses, and nothing else', () => {
    const told = tableBelow('Accounts').map(([account = [], ...cells]) => [
      account[0],
      cells.map((names) => names.sort()),
    ]);
    const used = (Object.keys(KAFKA_ACCESS) as KafkaAccount[]).map((account) => {
      const { reads, groups, writes, watches, creates } = KAFKA_ACCESS[account];
      return [account, [reads, groups, writes, [...watches, ...creates]].map((names) => [...names].sort())];
    });
    expect(told).toEqual(used);
  });

  it('names every topic with its settings', () => {
    const settings = kafkaSettings.parse({ KAFKA_BROKERS: 'kafka:9092' });
    const days = topicConfigs(settings).map(({ topic, configEntries: [retention] = [] }) => [
      topic,
      `${Number(retention?.value) / 86_400_000} days`,
    ]);
    expect(tableBelow('Topics').map(([name = [], , retention = []]) => [name[0], retention[0]])).toEqual(days);
    expect(guide).toContain(`\`TOPIC_PARTITIONS\` (${settings.partitions}`);
    expect(guide).toContain(`\`TOPIC_REPLICATION\` (${settings.replication}`);
  });

  it('knows how many connections a replica opens', () => {
    const { poolSize } = databaseSettings.parse({ DATABASE_URL: 'postgres://app@db/app' });
    expect(guide).toContain(`\`DATABASE_POOL\` (${poolSize})`);
  });
});

describe('what accounts may do', () => {
  it('covers every topic: somebody of ours reads or writes it', () => {
    const used = Object.values(KAFKA_ACCESS).flatMap(({ reads, writes }) => [...reads, ...writes]);
    expect([...new Set<string>(used)].sort()).toEqual(
      Object.values(TOPICS)
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('covers every group', () => {
    const groups = Object.values(KAFKA_ACCESS).flatMap((access) => [...access.groups]);
    expect(groups).toEqual(expect.arrayContaining(Object.values(CONSUMER_GROUPS)));
  });
});
