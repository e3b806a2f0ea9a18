import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dataRoot, prepareFolder } from '../../infra/data-folder.js';
import { startKafka } from '../../infra/embedded-kafka.js';
import { startPostgres } from '../../infra/embedded-postgres.js';
import { PortPicker } from '../../infra/free-port.js';
import { fetchKafkaJars } from '../../infra/kafka-jars.js';
import { checkPrerequisites } from '../../infra/prerequisites.js';
import { readRegistry } from '../../infra/process-registry.js';
import { ProcessSupervisor } from '../../infra/process-supervisor.js';

type Launch = (supervisor: ProcessSupervisor, folder: string) => Promise<unknown>;

const ports = new PortPicker();

/** A server of this test's own: its address is known before it starts, and it may be killed and started again. */
export class PrivateServer {
  private supervisor: ProcessSupervisor | undefined;
  /** Holds its data and its log. */
  readonly folder: string;

  constructor(
    readonly address: string,
    private readonly launch: Launch,
  ) {
    this.folder = prepareFolder(join(dataRoot, 'test', `private-${randomUUID().slice(0, 8)}`));
  }

  /** @returns once it answers */
  async start(): Promise<void> {
    this.supervisor = await ProcessSupervisor.open(this.folder);
    await this.launch(this.supervisor, this.folder);
  }

  /** kill -9: nothing is flushed, nobody is told. */
  async kill(): Promise<void> {
    for (const { pid } of readRegistry(join(this.folder, 'running.json'))?.children ?? []) process.kill(pid, 'SIGKILL');
    await this.supervisor?.stop();
  }

  /** Ends it and removes its data. */
  async remove(): Promise<void> {
    await this.supervisor?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Its address is `host:port`. */
export async function privateKafka(): Promise<PrivateServer> {
  const { java } = await checkPrerequisites({ needsMaven: false });
  const [port, controllerPort] = [await ports.pick(), await ports.pick()];
  return new PrivateServer(`127.0.0.1:${port}`, async (supervisor, folder) => {
    const jarsFolder = await fetchKafkaJars(supervisor, folder);
    const where = { folder: join(folder, 'kafka'), logsFolder: folder, jarsFolder };
    await startKafka({ supervisor, java, ...where, port, controllerPort });
  });
}

/** A broker with two doors. */
interface SecuredKafka {
  /** Its address wants TLS and SCRAM-SHA-512, and lets a user do what an ACL permits. */
  readonly server: PrivateServer;
  /** Open to all, who may do everything. */
  readonly openAddress: string;
}

/**
 * @param certificate file with the server's key and certificate, PEM
 * @param users passwords by name
 */
export async function securedKafka(
  certificate: string,
  users: Readonly<Record<string, string>>,
): Promise<SecuredKafka> {
  const { java } = await checkPrerequisites({ needsMaven: false });
  const [port, securePort, controllerPort] = [await ports.pick(), await ports.pick(), await ports.pick()];
  const [openAddress, address] = [`127.0.0.1:${port}`, `127.0.0.1:${securePort}`];
  const doors = `PLAINTEXT://${openAddress},SASL_SSL://${address}`;
  const serverSettings = {
    listeners: `${doors},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': doors,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': certificate,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS',
  };
  const formatArguments = Object.entries(users).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ]);
  const server = new PrivateServer(address, async (supervisor, folder) => {
    const jarsFolder = await fetchKafkaJars(supervisor, folder);
    const where = { folder: join(folder, 'kafka'), logsFolder: folder, jarsFolder, port, controllerPort };
    await startKafka({ supervisor, java, ...where, serverSettings, formatArguments });
  });
  return { server, openAddress };
}

/**
 * Its address is a connection string. Durable, as in production: a commit it acknowledged survives the kill.
 * @param serverSettings beside its own
 */
export async function privatePostgres(serverSettings: Readonly<Record<string, string>> = {}): Promise<PrivateServer> {
  const port = await ports.pick();
  const address = `postgres://notifications:development@127.0.0.1:${port}/notifications`;
  const how = { fresh: false, durable: true, serverSettings };
  return new PrivateServer(address, (supervisor, folder) =>
    startPostgres({ supervisor, folder, logsFolder: folder, port, ...how }),
  );
}
