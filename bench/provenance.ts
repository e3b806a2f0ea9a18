import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem, type as system } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { projectRoot } from '../infra/data-folder.js';

/** What was measured, on what, as a result says it. */
export async function provenance(database: pg.Client) {
  const { rows } = await database.query<{ server_version: string }>('SHOW server_version');
  return {
    machine: {
      cpu: cpus()[0]?.model.trim(),
      cores: cpus().length,
      gigabytes: Math.round(totalmem() / 2 ** 30),
      system: system(),
    },
    versions: { node: process.version, postgres: rows[0]?.server_version, kafka: kafkaVersion() },
    commit: commit(),
  };
}

/** As the embedded broker's; of one that was given it is not known. */
function kafkaVersion(): string | undefined {
  if (process.env['KAFKA_BROKERS']) return undefined;
  const pom = readFileSync(join(projectRoot, 'infra', 'kafka', 'pom.xml'), 'utf8');
  return /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>(?<version>[^<]+)</.exec(pom)?.groups?.['version'];
}

/** @returns undefined where there is no repository */
function commit(): string | undefined {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      cwd: projectRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
