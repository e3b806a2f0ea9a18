/** Kafka behind TLS, passwords and ACLs: each app as a process of its own account, which may do what docs/kafka.md says and nothing else. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OrderEvent, TOPICS, encodeOrderEvent } from '#contracts';
import { createKafka, kafkaSettings } from '#messaging';
import { createLogger } from '#runtime';
import kafkajs, {
  type AclEntry,
  type AclOperationTypes,
  type AclResourceTypes,
  type Kafka,
  type Producer,
} from 'kafkajs';
import { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import { KAFKA_ACCESS, type KafkaAccess, type KafkaAccount } from '../../deploy/check/kafka-access.js';
import { signAccessToken } from '../../infra/access-token.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { anOrderEvent } from '../builders/order-events.js';
import { type TestDatabase, createTestDatabase } from '../database.js';
import { AppProcess } from '../system/app-process.js';
import { type Certificates, makeCertificates } from '../system/certificates.js';
import { eventually } from '../system/eventually.js';
import { type PrivateServer, securedKafka } from '../system/private-services.js';

const APPS = ['preferences-api', 'dispatcher', 'email-worker', 'sms-worker', 'in-app-worker'] as const;
type App = (typeof APPS)[number];

/** Names of users at Kafka; the second one of an app is for the time between two passwords. */
const userOf = (account: KafkaAccount) => account.replace(':', '-');
const NEXT = '-next';
const ACCOUNTS = Object.keys(KAFKA_ACCESS) as KafkaAccount[];
const passwordOf = (user: string) => `secret of ${user}`;

describe('Kafka with TLS, SCRAM and ACLs', () => {
  let certificates: Certificates;
  let server: PrivateServer;
  let openAddress: string;
  let test: TestDatabase;
  let upstream: Producer | undefined;
  let sandbox: SandboxClient;
  let env: Record<string, string>;
  const processes: AppProcess[] = [];
  const running = new Map<App, AppProcess>();

  beforeAll(async () => {
    certificates = await makeCertificates();
    const users = ACCOUNTS.map(userOf).flatMap((user) => [user, user + NEXT]);
    const passwords = Object.fromEntries(users.map((user) => [user, passwordOf(user)]));
    ({ server, openAddress } = await securedKafka(certificates.serverWithKey, passwords));
    [test] = await Promise.all([createTestDatabase(), server.start()]);
    env = {
      ...developmentSettings(),
      DATABASE_URL: test.url,
      KAFKA_BROKERS: server.address,
      KAFKA_SSL: 'true',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      NODE_EXTRA_CA_CERTS: certificates.authority,
      TOPIC_PARTITIONS: '2',
      LOG_LEVEL: 'info',
    };
    await permit();
  }, 120_000);

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.end('SIGKILL')));
    await upstream?.disconnect();
    await test.drop();
    await server.remove();
    certificates.remove();
  }, 60_000);

  const start = async (main: string, settings: Record<string, string>) => {
    const process = await AppProcess.start(main, { ...env, ...settings });
    processes.push(process);
    return process;
  };
  const as = (user: string) => ({ KAFKA_SASL_USERNAME: user, KAFKA_SASL_PASSWORD: passwordOf(user) });
  const startApp = (app: App, user: string = app) =>
    start(`apps/${app}/src/main.ts`, { ...as(user), REPLICA_ID: user });
  /** Through the door that is open to all. */
  const client = (): Kafka =>
    createKafka(kafkaSettings.parse({ KAFKA_BROKERS: openAddress }), 'test', createLogger('test', 'silent'));

  /** Gives every account, and its successor, exactly its part of the table. */
  async function permit(): Promise<void> {
    const admin = client().admin();
    await admin.connect();
    for (const account of ACCOUNTS) {
      const users = [userOf(account), userOf(account) + NEXT];
      await admin.createAcls({ acl: users.flatMap((user) => aclsOf(user, KAFKA_ACCESS[account])) });
    }
    await admin.disconnect();
  }

  /** Node and this PostgreSQL may have come with different releases of the tz database. */
  const complaintsOf = ({ lines }: AppProcess) =>
    lines.filter(({ level, msg }) => level !== 'info' && !msg.startsWith('time zone data'));
  const publish = (event: OrderEvent) =>
    upstream?.send({ topic: TOPICS.orderEvents.name, messages: [encodeOrderEvent(event)] });
  const statusesOf = async ({ data }: OrderEvent) => {
    const rows = await test.database.query<{ channel: string; status: string }>(
      `SELECT channel, status FROM notification_log WHERE order_id = $1 ORDER BY channel`,
      [data.orderId],
    );
    return rows.map(({ channel, status }) => `${channel} ${status}`);
  };

  it('N6 topics are made by the account that may', async () => {
    const script = await start('libs/messaging/src/create-topics.ts', as('topics-create'));
    expect([await script.exit(), script.printed.join()]).toEqual([0, expect.stringMatching(/^Created /)]);
    upstream = client().producer({ allowAutoTopicCreation: false });
    await upstream.connect();
  }, 60_000);

  it('N6 every app works with what its account may do', async () => {
    const provider = await start('apps/provider-sandbox/src/main.ts', {});
    Object.assign(env, { SENDGRID_BASE_URL: provider.url, TWILIO_BASE_URL: provider.url });
    sandbox = new SandboxClient(provider.url);
    for (const app of APPS) running.set(app, await startApp(app));
    await Promise.all([...running.values(), provider].map((process) => process.untilReady(90_000)));

    const event = anOrderEvent('order_confirmed');
    await switchEverythingOn(event.data.userId);
    await publish(event);
    await eventually(
      async () => expect(await statusesOf(event)).toEqual(['email sent', 'in_app sent', 'sms sent']),
      30_000,
    );
    const { items } = await sandbox.messages();
    expect(items.map(({ provider: name }) => name).sort()).toEqual(['sendgrid', 'twilio']);
    // What was told of it was not refused either.
    await eventually(async () => expect(await test.database.query('SELECT id FROM outbox')).toEqual([]));
  }, 150_000);

  it('F5 the API sees how far every group has read', async () => {
    await eventually(async () => {
      const answer = await fetch(`${running.get('preferences-api')?.url ?? ''}/metrics`);
      const lags = [...(await answer.text()).matchAll(/^kafka_consumer_group_lag_sum\{.*\} (.+)$/gm)].map(
        ([, lag]) => lag,
      );
      expect(lags.length).toBeGreaterThanOrEqual(5);
      expect(lags.every((lag) => Number.isFinite(Number(lag)))).toBe(true);
    });
  }, 30_000);

  it('N6 a second user takes over from the first, and nothing is lost', async () => {
    const [former, next] = [running.get('email-worker'), await startApp('email-worker', `email-worker${NEXT}`)];
    await next.untilReady();
    expect(await former?.end('SIGTERM')).toBe(0);
    const event = anOrderEvent('order_confirmed');
    await publish(event);
    await eventually(async () => expect(await statusesOf(event)).toContain('email sent'), 30_000);
    expect(complaintsOf(next)).toEqual([]);
  }, 60_000);

  it('N6 a refused password ends the process with one line', async () => {
    const process = await start('apps/email-worker/src/main.ts', {
      ...as('email-worker'),
      KAFKA_SASL_PASSWORD: 'wrong',
    });
    expect(await process.exit()).toBe(1);
    const fault =
      'Kafka refuses the user or password: check KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD';
    expect(complaintsOf(process).map((line) => [line.level, line.fault])).toEqual([['fatal', fault]]);
    expect(process.printed).toEqual([]);
  }, 30_000);

  it('N6 a certificate that is not trusted is said, and waited for', async () => {
    const settings = { ...as('email-worker'), NODE_EXTRA_CA_CERTS: certificates.otherAuthority };
    const process = await start('apps/email-worker/src/main.ts', settings);
    await eventually(async () => {
      const { status, faults } = await process.health('ready');
      expect(status).toBe(503);
      expect(Object.values(faults)).toEqual([
        expect.stringMatching(/^Kafka cannot be trusted: .*NODE_EXTRA_CA_CERTS$/),
      ]);
    });
    expect(complaintsOf(process)[0]?.err?.message).toMatch(/^Kafka cannot be trusted/);
  }, 30_000);

  it('N6 an account without its ACLs gets nowhere', async () => {
    const process = await startApp('sms-worker', 'email-worker');
    await eventually(async () => {
      const { status, faults } = await process.health('ready');
      expect(status).toBe(503);
      // kafkajs does not pass on that looking for the group's coordinator was refused.
      expect(Object.values(faults)).toEqual(['Kafka cannot be reached']);
    });
  }, 30_000);

  it('N6 nobody gets in without TLS', async () => {
    const plain = new kafkajs.Kafka({
      brokers: [server.address],
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { retries: 0 },
    });
    const admin = plain.admin();
    await expect(admin.connect()).rejects.toThrow();
    await admin.disconnect();
  }, 30_000);

  async function switchEverythingOn(userId: string): Promise<void> {
    const token = await signAccessToken(env, { subject: userId });
    const answer = await fetch(`${running.get('preferences-api')?.url ?? ''}/api/v2/notifications/preferences`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channels: { email: true, sms: true, in_app: true }, quietHours: { enabled: false } }),
    });
    expect(answer.status).toBe(200);
  }
});

function aclsOf(user: string, { reads, writes, groups, watches, creates }: KafkaAccess): AclEntry[] {
  const { AclOperationTypes: Operation, AclResourceTypes: Resource } = kafkajs;
  return [
    ...reads.map((name) => acl(user, Resource.TOPIC, name, Operation.READ)),
    ...writes.map((name) => acl(user, Resource.TOPIC, name, Operation.WRITE)),
    ...groups.map((name) => acl(user, Resource.GROUP, name, Operation.READ)),
    ...watches.map((name) => acl(user, Resource.GROUP, name, Operation.DESCRIBE)),
    ...creates.map((name) => acl(user, Resource.TOPIC, name, Operation.CREATE)),
    ...Object.values(TOPICS).map(({ name }) => acl(user, Resource.TOPIC, name, Operation.DESCRIBE)),
  ];
}

function acl(user: string, resourceType: AclResourceTypes, name: string, operation: AclOperationTypes): AclEntry {
  const { ResourcePatternTypes: Pattern, AclPermissionTypes: Permission } = kafkajs;
  const isPrefix = name.endsWith('*');
  return {
    ...{ resourceType, operation, host: '*', principal: `User:${user}` },
    resourceName: isPrefix ? name.slice(0, -1) : name,
    resourcePatternType: isPrefix ? Pattern.PREFIXED : Pattern.LITERAL,
    permissionType: Permission.ALLOW,
  };
}
