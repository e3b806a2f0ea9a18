import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { NotificationDocument, OrderEvent } from '#contracts';
import { dispatcherApp } from '../../apps/dispatcher/src/dispatcher.app.js';
import { anOrderEvent } from '../builders/order-events.js';
import { restoreBackup, takeBackup } from '../system/backup.js';
import { eventually } from '../system/eventually.js';
import { HOUR } from '../system/test-clock.js';
import { TestSystem } from '../system/test-system.js';

const COMMAND = 'libs/dispatch/src/restore-reconcile.ts';
const ALL_ON = { channels: { email: true, sms: true, in_app: true }, quietHours: { enabled: false } };
const ALL_SENT = { email: 'sent', sms: 'sent', in_app: 'sent' };

/** One retry comes soon; whatever else waits does so until the apps are stopped. */
const BEFORE = { EMAIL_RETRY_DELAYS: '5s,10m,10m', SMS_RETRY_DELAYS: '10m,10m,10m' };
const AFTER = { EMAIL_RETRY_DELAYS: '1s,1s,1s', SMS_RETRY_DELAYS: '1s,1s,1s' };

/** What an order is to come to, and how many messages the customer is to get, by channel. */
interface Expected {
  readonly event: OrderEvent;
  readonly statuses: Readonly<Record<string, string>>;
  readonly emails: number;
  readonly texts: number;
}

interface Plan {
  readonly statuses?: Expected['statuses'];
  readonly texts?: number;
  readonly preferences?: object;
  /** How the next attempts to reach the customer go. */
  readonly fails?: { readonly email?: FaultStep[]; readonly phone?: FaultStep[] };
}

type FaultStep = Parameters<TestSystem['sandbox']['setFaults']>[1]['steps'][number];

/** Known by an event of customers since. */
const NEW_CUSTOMER = 'new-customer';

const BROKEN: FaultStep = { kind: 'status', status: 500 };

/** A day on which the database is lost, and comes back as it was some time before. */
class Disaster {
  readonly expected: Record<string, Expected> = {};
  /** Ids that notifications of the order sent since had, by channel. */
  readonly ids = new Map<string, string>();
  restoredTo = new Date();

  constructor(readonly system: TestSystem) {}

  /** A customer whose preferences are known, and an order of theirs to be published. */
  async plan(
    name: string,
    { statuses = ALL_SENT, texts = 1, preferences = ALL_ON, fails }: Plan = {},
  ): Promise<OrderEvent> {
    const event = anOrderEvent('order_confirmed', { time: this.system.clock.now() });
    await this.system.setPreferences(event.data.userId, preferences);
    for (const [channel, steps] of Object.entries(fails ?? {}))
      await this.system.sandbox.setFaults(event.data.recipient?.[channel as 'email' | 'phone'] ?? '', { steps });
    this.expected[name] = { event, statuses, emails: 1, texts };
    return event;
  }

  /** Nights begin an hour ago. */
  get inTheNight() {
    const at = (ms: number) => new Date(this.system.clock.now().getTime() + ms).toISOString().slice(11, 16);
    return { ...ALL_ON, timeZone: 'UTC', quietHours: { enabled: true, start: at(-HOUR), end: at(6 * HOUR) } };
  }

  async attemptsOf({ data }: OrderEvent, channel: string): Promise<readonly [string | undefined, number | undefined]> {
    const found = (await this.system.notificationsOf(data.orderId)).find((one) => one.channel === channel);
    return [found?.status, found?.attempts.length];
  }

  async happen(to: string, event: 'delivered'): Promise<void> {
    const [message] = (await this.system.sandbox.messages({ to })).items;
    await this.system.sandbox.happen(message?.id ?? 0, { event });
  }

  /** Until the backup, and from then until everything stops. */
  async run(): Promise<void> {
    const { system } = this;
    const night = { preferences: this.inTheNight, statuses: { email: 'sent', sms: 'pending/quiet_hours' }, texts: 0 };
    const before = await this.plan('sent before');
    const waiting = await this.plan('waits for the morning since before', night);
    const retried = await this.plan('retried since', { fails: { email: [BROKEN] } });
    const delivered = await this.plan('delivered since', {
      statuses: { ...ALL_SENT, email: 'delivered', sms: 'delivered' },
    });
    const sent = await this.plan('sent since');
    const later = await this.plan('waits for the morning', night);
    const broken = await this.plan('fails since', { fails: { email: [BROKEN, BROKEN] } });
    const unknown = await this.plan('answer lost since', { fails: { phone: [{ kind: 'answer_lost' }] } });
    const withoutTexts = { ...ALL_SENT, sms: 'suppressed/channel_off' };
    const undecided = await this.plan('choice made since', { statuses: withoutTexts, texts: 0 });
    const meanwhile = await this.plan('published meanwhile');
    const erased = await this.plan('erased since', {
      statuses: { email: 'suppressed/erased', sms: 'suppressed/erased' },
    });

    await system.publish(before, waiting);
    await system.untilStatuses(before.data.orderId, ALL_SENT);
    await system.untilStatuses(waiting.data.orderId, night.statuses);
    await system.publish(retried);
    await eventually(async () => expect(await this.attemptsOf(retried, 'email')).toEqual(['pending', 1]));
    this.restoredTo = new Date();
    const backup = await takeBackup(system.database);

    await system.setPreferences(undecided.data.userId, { ...ALL_ON, channels: { ...ALL_ON.channels, sms: false } });
    await system.publish(delivered, sent, later, broken, unknown, undecided, erased);
    for (const { data } of [retried, delivered, sent, erased]) await system.untilStatuses(data.orderId, ALL_SENT);
    await system.untilStatuses(undecided.data.orderId, withoutTexts);
    await system.untilStatuses(later.data.orderId, night.statuses);
    for (const to of [delivered.data.recipient?.email, delivered.data.recipient?.phone])
      await this.happen(to ?? '', 'delivered');
    await system.untilStatuses(delivered.data.orderId, { email: 'delivered', sms: 'delivered' });
    await eventually(async () => expect(await this.attemptsOf(broken, 'email')).toEqual(['pending', 2]));
    await eventually(async () => expect(await this.attemptsOf(unknown, 'sms')).toEqual(['unconfirmed', 1]));
    await system.publishCustomer({
      type: 'customer.upserted',
      id: randomUUID(),
      time: system.clock.now(),
      data: { userId: NEW_CUSTOMER, email: 'new.customer@example.com' },
    });
    await eventually(async () => expect(await this.asService('GET', NEW_CUSTOMER)).toBe(200));
    expect(await this.asService('DELETE', erased.data.userId)).toBe(202);
    for (const { id, channel } of await system.notificationsOf(sent.data.orderId)) this.ids.set(channel, id);

    await system.shutDown();
    await restoreBackup(system.database, backup);
    // Upstream goes on meanwhile.
    await system.publish(meanwhile);
  }

  get sentSince(): OrderEvent {
    const found = this.expected['sent since'];
    if (found === undefined) throw new Error('Nothing was sent since.');
    return found.event;
  }

  /** @returns the status of the answer */
  async asService(method: string, userId: string): Promise<number> {
    const token = await this.system.token('crm', 'notifications:service');
    return (await this.system.call(method, `/notifications/recipients/${userId}`, { token })).status;
  }

  reconcile(...options: string[]): Promise<string> {
    return this.system.run(COMMAND, '--to', this.restoredTo.toISOString(), ...options);
  }

  /** What came to the customers of each order. */
  async received(): Promise<Record<string, { emails: number; texts: number }>> {
    const received: Record<string, { emails: number; texts: number }> = {};
    for (const [name, { event }] of Object.entries(this.expected)) {
      const { email, phone } = event.data.recipient ?? {};
      const count = async (to: string | null | undefined) =>
        (await this.system.sandbox.messages({ to: to ?? '' })).total;
      received[name] = { emails: await count(email), texts: await count(phone) };
    }
    return received;
  }
}

describe('a database restored to an earlier state', () => {
  let system: TestSystem;
  let disaster: Disaster;

  beforeAll(async () => {
    system = await TestSystem.start(BEFORE);
    disaster = new Disaster(system);
    await expect(disaster.reconcile()).rejects.toMatchObject({
      stdout: expect.stringMatching(/^Stop all apps first: .*dispatcher has members.*preferences-api is connected/),
    });
    await disaster.run();
  }, 180_000);
  afterAll(() => system.stop(), 60_000);

  it('AC-15 comes to what it had been, with nothing sent twice and nothing lost', async () => {
    const restored = await takeBackup(system.database);
    expect(await disaster.reconcile()).toMatch(/^Would set back the dispatcher[^]*orders.order-events.v1: \d+/);
    expect(await takeBackup(system.database)).toEqual(restored);
    expect(await disaster.reconcile('--apply')).toMatch(/^Set back the dispatcher/);
    await expect(disaster.reconcile('--apply')).rejects.toMatchObject({
      stdout: expect.stringMatching(/^The dispatcher has \d+ messages still to read/),
    });

    await system.startAgain(AFTER, dispatcherApp);
    await eventually(async () => {
      const [row] = await system.database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM event_inbox WHERE event_id = ANY($1)`,
        [Object.values(disaster.expected).map(({ event }) => event.id)],
      );
      expect(row?.count).toBe(Object.keys(disaster.expected).length);
    });
    await system.shutDown();

    const read = await takeBackup(system.database);
    expect(await disaster.reconcile()).toMatch(/Nothing was changed/);
    expect(await takeBackup(system.database)).toEqual(read);
    const said = await disaster.reconcile('--apply');
    expect(said).toMatch(/outcome unknown: 1 email, 1 sms\./);
    expect(said).toContain(disaster.expected['choice made since']?.event.data.userId);
    const settled = await takeBackup(system.database);
    expect(await disaster.reconcile('--apply')).toMatch(/^Nothing to do/);
    expect(await takeBackup(system.database)).toEqual(settled);

    await system.startAgain();
    const token = await system.token('olga', 'notifications:ops');
    const resumed = await system.call('PUT', '/notifications/controls', { token, body: { all: { paused: false } } });
    expect(resumed.status).toBe(200);
    for (const { event, statuses } of Object.values(disaster.expected))
      await system.untilStatuses(event.data.orderId, statuses);
    const wanted = Object.entries(disaster.expected).map(([name, { emails, texts }]) => [name, { emails, texts }]);
    expect(await disaster.received()).toEqual(Object.fromEntries(wanted));
    expect(await disaster.asService('GET', NEW_CUSTOMER)).toBe(200);
    const waits = await system.database.query<{ wait_reason: string }>('SELECT wait_reason FROM delivery_queue');
    expect(waits).toEqual([{ wait_reason: 'quiet_hours' }, { wait_reason: 'quiet_hours' }]);
  }, 240_000);

  it('AC-15 is known to providers and customers by the ids of before', async () => {
    const { data } = disaster.sentSince;
    const inbox = await system.call('GET', '/notifications/inbox', { token: await system.token(data.userId) });
    const { items, unreadCount } = (await inbox.json()) as { items: { id: string }[]; unreadCount: number };
    expect([items.map(({ id }) => id), unreadCount]).toEqual([[disaster.ids.get('in_app')], 1]);
    await disaster.happen(data.recipient?.email ?? '', 'delivered');
    const [email] = (await system.untilStatuses(data.orderId, { email: 'delivered' })).filter(
      ({ channel }: NotificationDocument) => channel === 'email',
    );
    expect(email?.id).toBe(disaster.ids.get('email'));
  }, 60_000);

  it('AC-14 brings back nobody who was erased since', async () => {
    const erased = disaster.expected['erased since']?.event;
    expect(await disaster.asService('GET', erased?.data.userId ?? '')).toBe(404);
    const sealed = await system.database.query(
      'SELECT 1 FROM order_event WHERE user_id = $1 AND payload_sealed IS NOT NULL',
      [erased?.data.userId],
    );
    expect(sealed).toEqual([]);
  });
});

describe('a database restored to an earlier state, and nothing done about it', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await TestSystem.start(BEFORE);
  }, 90_000);
  afterAll(() => system.stop(), 60_000);

  it('sends twice and loses, which is what the others look for', async () => {
    const disaster = new Disaster(system);
    await disaster.run();
    await system.startAgain(AFTER);
    await eventually(async () => expect((await disaster.received())['retried since']?.emails).toBe(2));
    expect(await system.notificationsOf(disaster.sentSince.data.orderId)).toEqual([]);
  }, 180_000);
});
