/** PostgreSQL that takes encrypted connections only, and the API as a process that checks whom it talks to. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { developmentSettings } from '../../infra/development-settings.js';
import { AppProcess } from '../system/app-process.js';
import { type Certificates, makeCertificates } from '../system/certificates.js';
import { eventually } from '../system/eventually.js';
import { type PrivateServer, privatePostgres } from '../system/private-services.js';

const MAIN = 'apps/preferences-api/src/main.ts';
/** Whoever starts the server looks into `postgres` without encryption; nobody gets at the data so. */
const HOST_BASED_ACCESS = `
host    postgres      all  127.0.0.1/32  scram-sha-256
hostssl all           all  127.0.0.1/32  scram-sha-256
`;

describe('PostgreSQL behind TLS', () => {
  let certificates: Certificates;
  let server: PrivateServer;
  const processes: AppProcess[] = [];

  beforeAll(async () => {
    certificates = await makeCertificates();
    const accessFile = join(certificates.folder, 'pg_hba.conf');
    writeFileSync(accessFile, HOST_BASED_ACCESS, { mode: 0o644 });
    const { server: ssl_cert_file, serverKey: ssl_key_file } = certificates;
    server = await privatePostgres({ ssl: 'on', ssl_cert_file, ssl_key_file, hba_file: accessFile });
    await server.start();
    await administer('CREATE ROLE owner NOLOGIN', 'ALTER DATABASE notifications OWNER TO owner');
    for (const name of ['first', 'second']) {
      await administer(
        `CREATE ROLE ${name} LOGIN PASSWORD 'secret of ${name}' IN ROLE owner`,
        `ALTER ROLE ${name} SET role = owner`,
      );
    }
    const migrate = await start('migrations/migrate.ts', addressOf('first'));
    expect([await migrate.exit(), migrate.printed.at(-1)]).toEqual([0, expect.stringMatching(/^Applied: /)]);
    const topics = await start('libs/messaging/src/create-topics.ts', addressOf('first'));
    expect(await topics.exit()).toBe(0);
  }, 90_000);

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((process) => process.end('SIGKILL')));
  });

  afterAll(async () => {
    await server.remove();
    certificates.remove();
  }, 30_000);

  /** A name, because a certificate is compared with a name. */
  const addressOf = (role: string, { sslmode = 'verify-full', password = `secret of ${role}` } = {}) => {
    const url = new URL(server.address.replace('127.0.0.1', 'localhost'));
    Object.assign(url, { username: role, password });
    url.searchParams.set('sslmode', sslmode);
    return url.href;
  };
  const start = async (main: string, address: string, authority = certificates.authority) => {
    const settings = {
      DATABASE_URL: address,
      KAFKA_BROKERS: process.env['KAFKA_BROKERS'] ?? '',
      TOPIC_PREFIX: 'postgres-tls.',
      TOPIC_PARTITIONS: '1',
      LOG_LEVEL: 'info',
    };
    const app = await AppProcess.start(main, { ...developmentSettings(), ...settings, NODE_EXTRA_CA_CERTS: authority });
    processes.push(app);
    return app;
  };
  const expectRefusal = async (app: AppProcess, fault: string) => {
    expect(await app.exit()).toBe(1);
    const complaints = app.lines.filter(({ level }) => level !== 'info');
    expect(complaints.map((line) => [line.level, line.fault])).toEqual([['fatal', fault]]);
    expect(app.printed).toEqual([]);
  };

  async function administer(...statements: string[]): Promise<pg.QueryResult> {
    const url = new URL(server.address);
    url.pathname = '/postgres';
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      let result: pg.QueryResult | undefined;
      for (const statement of statements) result = await client.query(statement);
      return result as pg.QueryResult;
    } finally {
      await client.end();
    }
  }

  it('N6 works with sslmode=verify-full, all of it encrypted', async () => {
    const app = await start(MAIN, addressOf('first'));
    await app.untilReady();
    const { rows } = await administer(
      `SELECT DISTINCT s.ssl, a.usename FROM pg_stat_activity a JOIN pg_stat_ssl s ON s.pid = a.pid
        WHERE a.application_name = 'preferences-api'`,
    );
    expect(rows).toEqual([{ ssl: true, usename: 'first' }]);
    expect(app.printed).toEqual([]);
  }, 60_000);

  it('N6 takes a second login beside the first, which may go then', async () => {
    const [former, next] = [await start(MAIN, addressOf('first')), await start(MAIN, addressOf('second'))];
    await Promise.all([former, next].map((app) => app.untilReady()));
    expect(await former.end('SIGTERM')).toBe(0);
    await administer('DROP ROLE first');
    await eventually(async () => expect((await next.health('ready')).status).toBe(200));
    // What the first one made belongs to the owner: the second one may go on with it.
    const migrate = await start('migrations/migrate.ts', addressOf('second'));
    expect([await migrate.exit(), migrate.printed.at(-1)]).toEqual([0, 'The schema is up to date.']);
    expect(next.lines.filter(({ level }) => level === 'fatal')).toEqual([]);
  }, 60_000);

  it('N6 refuses a server whose certificate another authority has signed', async () => {
    const app = await start(MAIN, addressOf('second'), certificates.otherAuthority);
    await expectRefusal(
      app,
      'PostgreSQL cannot be trusted: no authority that is trusted has signed its certificate: see NODE_EXTRA_CA_CERTS',
    );
  }, 30_000);

  it('N6 is refused without encryption, and says what is missing', async () => {
    const app = await start(MAIN, addressOf('second', { sslmode: 'disable' }));
    await expectRefusal(
      app,
      'PostgreSQL refuses a connection without encryption: the database address wants sslmode=verify-full',
    );
  }, 30_000);

  it('N6 is refused with a wrong password', async () => {
    const app = await start(MAIN, addressOf('second', { password: 'wrong' }));
    await expectRefusal(
      app,
      'PostgreSQL refuses the user or password of the database address: correct DATABASE_URL or KEY_DATABASE_URL',
    );
  }, 30_000);
});
