import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOnce, dataRoot, prepareFolder } from './data-folder.js';
import type { ProcessSupervisor } from './process-supervisor.js';

/** Shared by development and tests. */
const jarsFolder = join(dataRoot, 'jars');
const pomFile = join(import.meta.dirname, 'kafka', 'pom.xml');

/** Whether the jars that `pom.xml` names today are already here; then neither Maven nor the network is needed. */
export function hasKafkaJars(): boolean {
  const marker = join(jarsFolder, '.complete');
  return existsSync(marker) && readFileSync(marker, 'utf8') === jarsVersion();
}

/**
 * Fetches the jars of Kafka (about 45 MB) with Maven, unless they are here.
 * @returns the folder that holds them
 */
export async function fetchKafkaJars(supervisor: ProcessSupervisor, logsFolder: string): Promise<string> {
  prepareFolder(dataRoot);
  await createOnce(jarsFolder, jarsVersion(), (partial) =>
    supervisor.run({
      name: 'Maven',
      command: 'mvn',
      args: ['-q', '-B', '-f', pomFile, 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`],
      logFile: join(logsFolder, 'maven.log'),
    }),
  );
  return jarsFolder;
}

function jarsVersion(): string {
  return createHash('sha256').update(readFileSync(pomFile)).digest('hex');
}
