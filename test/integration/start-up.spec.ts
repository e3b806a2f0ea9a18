/** What a process does before it can work, and how it ends: real processes, on servers that the test starts when it wants to. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, createDataSource } from '#database';
import { SystemClock, createLogger } from '#runtime';
import { developmentSettings } from '../../infra/development-settings.js';
import { START_LINES } from '../../specs/tools/configuration-page.js';
import { AppProcess } from '../system/app-process.js';
import { eventually } from '../system/eventually.js';
import { type PrivateServer, privateKafka, privatePostgres } from '../system/private-services.js';

const APPS = ['dispatcher', 'email-worker', 'sms-worker', 'in-app-worker', 'preferences-api'] as const;
type App = (typeof APPS)[number];

/** How often health was asked while a dependency was away must not matter for what is logged. */
const OUTAGE_MS = 5_000;
const EXIT_WITHIN_MS = 5_000;

const mainOf = (app: App) => `apps/${app}/src/main.ts`;
const usesKafka = (app: App) => app !== 'preferences-api';

/** Whether what a process says is what operators find in docs/configuration.md. */
function isDocumented(fault: string): boolean {
  return START_LINES.some(([said]) => {
    const words = /`([^`]+)`/.exec(said)?.[1] ?? '';
    const pattern = words.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${pattern.join('.*')}$`).test(fault);
  });
}

/** Exit code 1, and for each fault one line that says what to do, without a stack. */
async function expectToGiveUp(process: AppProcess, ...faults: string[]): Promise<void> {
  expect(await process.exit()).toBe(1);
  const fatal = process.lines.filter(({ level }) => level === 'fatal');
  // Of lines of one moment, the logger may write either first.
  expect(fatal.map(({ fault }) => fault).sort()).toEqual(
    faults.toSorted().map((words) => expect.stringContaining(words) as unknown),
  );
  for (const { fault = '' } of fatal) expect([fault, isDocumented(fault)]).toEqual([fault, true]);
  expect(JSON.stringify(fatal)).not.toContain('stack');
  expect(process.printed).toEqual([]);
}

describe('a process without usable settings', () => {
  const secret = 'hunter2-and-more';
  const faulty = {
    ...developmentSettings(),
    PORT: 'eighty',
    LOG_LEVEL: 'loud',
    DATABASE_URL: `mysql://notifications:${secret}@db/notifications`,
    KAFKA_BROKERS: 'kafka',
    PII_KEYRING: `{"active":"k1","keys":{"k1":"${secret}"}}`,
    EMAIL_RETRY_DELAYS: 'soon',
    SENDGRID_API_KEY: '',
    TWILIO_AUTH_TOKEN: '',
    AUTH_JWT_SECRET: secret,
  };
  const everywhere = ['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'PII_KEYRING'];
  const faults: Readonly<Record<App, readonly string[]>> = {
    dispatcher: [...everywhere, 'KAFKA_BROKERS', 'EMAIL_RETRY_DELAYS'],
    'email-worker': [...everywhere, 'KAFKA_BROKERS', 'EMAIL_RETRY_DELAYS', 'SENDGRID_API_KEY'],
    'sms-worker': [...everywhere, 'KAFKA_BROKERS', 'EMAIL_RETRY_DELAYS', 'TWILIO_AUTH_TOKEN'],
    'in-app-worker': [...everywhere, 'KAFKA_BROKERS', 'EMAIL_RETRY_DELAYS', 'AUTH_JWT_SECRET'],
    'preferences-api': [...everywhere, 'KAFKA_BROKERS', 'EMAIL_RETRY_DELAYS', 'TWILIO_AUTH_TOKEN', 'AUTH_JWT_SECRET'],
  };

  it.each(APPS)(
    'names every fault at once, quotes no value and exits with 1: %s',
    async (app) => {
      const process = await AppProcess.start(mainOf(app), { ...faulty, PORT: 'eighty' });
      expect(await process.exit()).toBe(1);
      const [heading, ...lines] = process.printed;
      expect(heading).toBe('Invalid settings:');
      expect(lines.map((line) => /^ {2}- (\w+)[.:]/.exec(line)?.[1]).sort()).toEqual([...faults[app]].sort());
      expect(lines.join()).not.toContain(secret);
    },
    20_000,
  );
});

describe('npm run config:check', () => {
  const env = { ...developmentSettings(), DATABASE_URL: 'postgres://nobody@localhost/nothing', KAFKA_BROKERS: 'a:1' };

  it('finds nothing in an environment that is in order', async () => {
    const check = await AppProcess.start('apps/config-check.ts', env);
    expect(await check.exit()).toBe(0);
    expect(check.printed).toEqual([expect.stringMatching(/^Settings are in order: preferences-api, /)]);
  }, 20_000);

  it('names every fault, warns of names that are misspelt, and exits with 1', async () => {
    const wrong = { ...env, DAILY_CAP: 'many', SENDGRID_FROM_EMAIL: '', KAFKA_BROKER: 'a:1' };
    const check = await AppProcess.start('apps/config-check.ts', wrong);
    expect(await check.exit()).toBe(1);
    expect(check.printed).toEqual([
      expect.stringMatching(/^DAILY_CAP: must be a number \(preferences-api, dispatcher, /),
      'SENDGRID_FROM_EMAIL: must be an email address (email-worker)',
      'warning: KAFKA_BROKER is no setting of any app: is KAFKA_BROKERS meant?',
    ]);
  }, 20_000);
});

describe('a process whose servers are away', () => {
  let kafka: PrivateServer;
  let postgres: PrivateServer;
  const processes = new Map<App, AppProcess>();
  const others: AppProcess[] = [];
  let startedAt = 0;

  const environment = () => ({
    ...developmentSettings(),
    KAFKA_BROKERS: kafka.address,
    DATABASE_URL: postgres.address,
    TOPIC_PARTITIONS: '2',
    LOG_LEVEL: 'info',
    // Longer than this test takes.
    START_WITHIN: '30m',
  });

  const start = async (main: string, env: Record<string, string> = {}) => {
    const process = (await AppProcess.start(main, { ...environment(), ...env })).giveWay();
    others.push(process);
    return process;
  };
  /** Runs `check` for every app until it passes. */
  const ofEachApp = (check: (app: App, process: AppProcess) => Promise<void>) =>
    Promise.all([...processes].map(([app, process]) => eventually(() => check(app, process), 40_000)));
  const expectFaults = (schema: Record<string, unknown>, consumer: unknown) =>
    ofEachApp(async (app, process) => {
      const { status, faults } = await process.health('ready');
      const { database, schema: schemaFault, keys, ...others } = faults;
      // Whoever replays the ledger of erasures waits for the database, too.
      const consumers = Object.fromEntries(
        Object.entries(others).filter(([name]) => !['erasures', 'topics'].includes(name)),
      );
      expect({ status, database, schema: schemaFault, keys }).toEqual({ status: 503, ...schema });
      const names = Object.keys(consumers);
      expect(names.every((name) => name.startsWith('kafka order-notifications.'))).toBe(true);
      expect(names.length > 0).toBe(usesKafka(app));
      for (const fault of Object.values(consumers)) expect(fault).toEqual(consumer);
      expect((await process.health('live')).status).toBe(200);
    });

  beforeAll(async () => {
    [kafka, postgres] = await Promise.all([privateKafka(), privatePostgres()]);
    startedAt = performance.now();
    for (const app of APPS) processes.set(app, (await AppProcess.start(mainOf(app), environment())).giveWay());
  }, 60_000);

  afterEach(async () => {
    await Promise.all(others.splice(0).map((process) => process.end('SIGKILL')));
  });

  afterAll(async () => {
    await Promise.all([...processes.values()].map((process) => process.end('SIGKILL')));
    await Promise.all([kafka.remove(), postgres.remove()]);
  }, 60_000);

  it('is live, not ready, and says what is missing', async () => {
    const away = 'PostgreSQL cannot be reached: check DATABASE_URL, the server, and the network between';
    await expectFaults({ database: away, schema: away, keys: away }, 'Kafka cannot be reached');
  }, 60_000);

  it('says so in its log, and does not repeat itself', async () => {
    await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
    for (const [app, { lines, printed }] of processes) {
      const warnings = lines.filter(({ level }) => level !== 'info').map(({ msg }) => msg);
      expect(warnings).toContain('waiting for PostgreSQL');
      if (usesKafka(app)) expect(warnings).toContain('waiting for Kafka');
      // The same line at most twice a minute.
      const mostOften = 1 + Math.ceil((performance.now() - startedAt) / 30_000);
      for (const warning of new Set(warnings)) {
        expect(warnings.filter((line) => line === warning).length).toBeLessThanOrEqual(mostOften);
      }
      // Beside the start itself, which says once that it waits.
      const own = warnings.filter((line) => line !== 'waiting for what the start needs');
      expect(warnings.length - own.length).toBeLessThanOrEqual(1);
      expect(new Set(own).size).toBeLessThanOrEqual(4);
      expect(printed).toEqual([]);
    }
  }, 40_000);

  it.each(APPS)(
    'ends after START_WITHIN, and says of each server what to look at: %s',
    async (app) => {
      const process = await start(mainOf(app), { START_WITHIN: '1s' });
      const database = 'database: PostgreSQL cannot be reached: check DATABASE_URL';
      const broker = 'kafka: Kafka cannot be reached: check KAFKA_BROKERS';
      // The API can do without Kafka.
      await expectToGiveUp(process, ...(usesKafka(app) ? [database, broker] : [database]));
    },
    60_000,
  );

  it('ends after START_WITHIN also where it is a command', async () => {
    const env = { START_WITHIN: '1s' };
    const [migrate, topics] = [
      await start('migrations/migrate.ts', env),
      await start('libs/messaging/src/create-topics.ts', env),
    ];
    expect([await migrate.exit(), await topics.exit()]).toEqual([1, 1]);
    expect(migrate.printed).toEqual([expect.stringMatching(/^PostgreSQL cannot be reached: check DATABASE_URL/)]);
    expect(topics.printed).toEqual([expect.stringMatching(/^Kafka cannot be reached: check KAFKA_BROKERS/)]);
  }, 60_000);

  it('ends at a signal all the same', async () => {
    const process = await start(mainOf('email-worker'));
    await eventually(async () => expect((await process.health('live')).status).toBe(200));
    const asked = performance.now();
    expect(await process.end('SIGTERM')).toBe(0);
    expect(performance.now() - asked).toBeLessThan(EXIT_WITHIN_MS);
  }, 40_000);

  it('says what to run when its servers are there and empty', async () => {
    await Promise.all([kafka.start(), postgres.start()]);
    await expectFaults(
      {
        database: undefined,
        schema: expect.stringContaining('run npm run db:migrate'),
        keys: expect.stringContaining('run npm run db:migrate'),
      },
      expect.stringMatching(/^Topics are missing: [\w., -]+\. Run npm run topics:create$/),
    );
    // Of all topics, not only of those that it reads.
    await ofEachApp(async (_, process) => {
      const { faults } = await process.health('ready');
      expect(faults['topics']).toMatch(/^Topics are missing: .*notifications\.alerts\.v1.* Run npm run topics:create$/);
    });
  }, 60_000);

  it.each(['sms-worker', 'preferences-api'] as const)(
    'warns, and ends after START_WITHIN, when nobody sets them up: %s',
    async (app) => {
      const process = await start(mainOf(app), { START_WITHIN: '6s' });
      await expectToGiveUp(process, 'kafka: Topics are missing: orders.order-events.v1, ', 'schema: migration');
      const schema = process.lines.find(({ level, fault }) => level === 'fatal' && fault?.startsWith('schema'));
      expect(schema?.fault).toMatch(/^schema: migration \w+ is missing: run npm run db:migrate$/);
      expect(process.lines.map(({ level, msg }) => `${level} ${msg}`)).toContain(
        'warn waiting for what the start needs',
      );
    },
    60_000,
  );

  it('becomes ready by itself once they are set up', async () => {
    const scripts = await Promise.all([start('migrations/migrate.ts'), start('libs/messaging/src/create-topics.ts')]);
    expect(await Promise.all(scripts.map((script) => script.exit()))).toEqual([0, 0]);
    await Promise.all([...processes.values()].map((process) => process.untilReady()));
  }, 60_000);

  it('starts without a warning when nothing is missing', async () => {
    const process = await start(mainOf('in-app-worker'));
    await process.untilReady();
    // Node and this PostgreSQL may have come with different releases of the tz database.
    const lines = process.lines.filter(({ msg }) => !msg.startsWith('time zone data'));
    expect(lines.map(({ level, msg }) => `${level} ${msg}`)).toEqual(['info listening']);
    expect(process.printed).toEqual([]);
  }, 60_000);

  it('waits for a database that is not there yet', async () => {
    const elsewhere = postgres.address.replace(/[^/]+$/, 'nowhere');
    const process = await start(mainOf('preferences-api'), { DATABASE_URL: elsewhere });
    await eventually(async () => {
      const { faults } = await process.health('ready');
      expect(faults['database']).toMatch(/^PostgreSQL has no such database/);
    });
  }, 40_000);

  it('ends after START_WITHIN when it stays away', async () => {
    const elsewhere = postgres.address.replace(/[^/]+$/, 'nowhere');
    const process = await start(mainOf('dispatcher'), { DATABASE_URL: elsewhere, START_WITHIN: '1s' });
    await expectToGiveUp(process, 'database: PostgreSQL has no such database: check DATABASE_URL');
  }, 40_000);

  it('exits with 1 when its password is refused: waiting would not help', async () => {
    const refused = postgres.address.replace(':development@', ':wrong@');
    const process = await start(mainOf('email-worker'), { DATABASE_URL: refused });
    await expectToGiveUp(
      process,
      'PostgreSQL refuses the user or password of the database address: correct DATABASE_URL',
    );
    expect(process.lines.filter(({ level }) => level !== 'info')).toHaveLength(1);
  }, 40_000);

  it.each(['dispatcher', 'preferences-api'] as const)(
    'exits with 1 when Kafka refuses its credentials: %s',
    async (app) => {
      const sasl = { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b' };
      const process = await start(mainOf(app), sasl);
      await expectToGiveUp(process, 'Kafka refuses the user or password: check KAFKA_SASL_MECHANISM');
    },
    60_000,
  );

  it.each(['dispatcher', 'preferences-api'] as const)(
    'ends after START_WITHIN when topics have too few partitions: %s',
    async (app) => {
      const process = await start(mainOf(app), { TOPIC_PARTITIONS: '3', START_WITHIN: '2s' });
      await expectToGiveUp(
        process,
        'kafka: Topics have fewer than TOPIC_PARTITIONS, 3: notifications.email.v1 has 2, ',
      );
    },
    60_000,
  );

  it('is the API, which starts without Kafka', async () => {
    const process = await start(mainOf('preferences-api'), { KAFKA_BROKERS: '127.0.0.1:1', START_WITHIN: '1s' });
    await process.untilReady();
    await eventually(() => {
      const warning = process.lines.find(({ msg }) => msg === 'started without it');
      expect(warning?.fault).toMatch(/^kafka: Kafka cannot be reached: check KAFKA_BROKERS/);
    });
    expect(process.isRunning).toBe(true);
  }, 60_000);

  it('works with a schema that is ahead, and warns', async () => {
    const source = createDataSource(postgres.address, 1);
    const database = new Database(source, createLogger('test', 'silent'), new SystemClock());
    const later = 'LaterRelease9999999999999';
    try {
      await database.query(`INSERT INTO schema_migration ("timestamp", name) VALUES (9999999999999, $1)`, [later]);
      const process = await start(mainOf('in-app-worker'));
      await process.untilReady();
      await eventually(() => {
        const warnings = process.lines.filter(({ msg }) => msg.startsWith('the schema is ahead of this release'));
        expect(warnings.map(({ level, migrations }) => [level, migrations])).toEqual([['warn', [later]]]);
      });
    } finally {
      await database.query(`DELETE FROM schema_migration WHERE name = $1`, [later]);
      await database.close();
    }
  }, 60_000);

  it('exits with 1 when its port is taken', async () => {
    const { port } = new URL(processes.get('dispatcher')?.url ?? '');
    const process = await start(mainOf('email-worker'), { PORT: port });
    expect(await process.exit()).toBe(1);
    expect(process.printed).toEqual([`PORT: ${port} is taken by another process: end it, or set another PORT`]);
    expect(process.printed.every(isDocumented)).toBe(true);
  }, 40_000);

  it('ends with 0 within seconds of SIGTERM, saying nothing', async () => {
    const asked = performance.now();
    const running = [...processes.values()];
    expect(await Promise.all(running.map((process) => process.end('SIGTERM')))).toEqual(APPS.map(() => 0));
    expect(performance.now() - asked).toBeLessThan(EXIT_WITHIN_MS);
    for (const { printed } of running) expect(printed).toEqual([]);
  }, 60_000);
});
