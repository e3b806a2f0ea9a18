import { join } from 'node:path';
import { prepareFolder } from '../../infra/data-folder.js';
import { startKafka } from '../../infra/embedded-kafka.js';
import { startPostgres } from '../../infra/embedded-postgres.js';
import type { PortPicker } from '../../infra/free-port.js';
import { fetchKafkaJars } from '../../infra/kafka-jars.js';
import { checkPrerequisites } from '../../infra/prerequisites.js';
import { readRegistry } from '../../infra/process-registry.js';
import { ProcessSupervisor } from '../../infra/process-supervisor.js';

/** A span of time, in milliseconds since 1970. `until` null: it has not ended. */
export interface Span {
  readonly from: number;
  until: number | null;
}

type Launch = (supervisor: ProcessSupervisor, folder: string) => Promise<string>;

/** A server that may be killed and started again on the same data. */
export class MortalServer {
  /** When it was away. */
  readonly outages: Span[] = [];
  private supervisor: ProcessSupervisor | undefined;

  constructor(
    private readonly folder: string,
    private readonly launch: Launch,
  ) {
    prepareFolder(folder);
  }

  /** @returns its address, once it answers */
  async start(): Promise<string> {
    this.supervisor = await ProcessSupervisor.open(this.folder);
    return this.launch(this.supervisor, this.folder);
  }

  /** Resolves once it answers again. */
  async restart(how: 'kill' | 'stop'): Promise<void> {
    const outage: Span = { from: Date.now(), until: null };
    this.outages.push(outage);
    if (how === 'kill') this.kill();
    await this.stop();
    await this.start();
    outage.until = Date.now();
  }

  async stop(): Promise<void> {
    await this.supervisor?.stop();
  }

  /** kill -9: nothing is flushed, nobody is told. */
  private kill(): void {
    for (const { pid } of readRegistry(join(this.folder, 'running.json'))?.children ?? []) process.kill(pid, 'SIGKILL');
  }
}

/** Its address is `host:port`. */
export async function mortalKafka(folder: string, ports: PortPicker): Promise<MortalServer> {
  const { java } = await checkPrerequisites({ needsMaven: false });
  const [port, controllerPort] = [await ports.pick(), await ports.pick()];
  return new MortalServer(folder, async (supervisor) => {
    const jarsFolder = await fetchKafkaJars(supervisor, folder);
    const where = { folder: join(folder, 'data'), logsFolder: folder, jarsFolder };
    return startKafka({ supervisor, java, ...where, port, controllerPort });
  });
}

/** Its address is a connection string. Durable: a commit it acknowledged survives the kill. */
export async function mortalPostgres(folder: string, ports: PortPicker): Promise<MortalServer> {
  const port = await ports.pick();
  return new MortalServer(folder, (supervisor) =>
    startPostgres({ supervisor, folder: join(folder, 'data'), logsFolder: folder, port, fresh: false, durable: true }),
  );
}
