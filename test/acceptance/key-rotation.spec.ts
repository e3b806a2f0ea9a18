/** New keys for everything, while events flow and nobody stops working: as docs/privacy.md tells operators to do it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { TOPICS } from '#contracts';
import { AddressHasher, KeyedHash, keyIdOf, keyringSchema } from '#privacy';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { TestSystem } from '../system/test-system.js';

const ALL_ON = { channels: { email: true, sms: true, in_app: true }, quietHours: { enabled: false } };
const BETWEEN_EVENTS_MS = 40;
const KEYRINGS = ['PII_KEYRING', 'LOOKUP_KEYRING', 'TOKEN_KEYRING'];

/** The settings of all keyrings, each with keys of its own. */
const keyrings = (active: 'k1' | 'k2', ...ids: ('k1' | 'k2')[]) =>
  Object.fromEntries(
    KEYRINGS.map((name) => {
      const keys = Object.fromEntries(ids.map((id) => [id, Buffer.alloc(32, id + name).toString('base64')]));
      return [name, JSON.stringify({ active, keys })];
    }),
  );

const formerHasher = new AddressHasher(new KeyedHash(keyringSchema.parse(keyrings('k1', 'k1')['LOOKUP_KEYRING'])));

interface Person {
  readonly userId: string;
  readonly email: string;
  readonly phone: string;
}

describe('keys are rotated while events flow', () => {
  let system: TestSystem;
  beforeAll(async () => {
    // The new keys are known to all before the first app uses them.
    system = await TestSystem.start({ ...keyrings('k1', 'k1', 'k2'), DAILY_CAP: '1000' });
  }, 90_000);
  afterAll(() => system.stop(), 30_000);

  const people: Person[] = [];
  let published = 0;

  function aPerson(): Person {
    const number = String(people.length).padStart(4, '0');
    const person = { userId: `customer-${randomUUID()}`, email: `p${number}@example.com`, phone: `+1415553${number}` };
    people.push(person);
    return person;
  }

  /** Known to the directory, and texted by consent. */
  async function aCustomer(): Promise<Person> {
    const person = aPerson();
    await system.setPreferences(person.userId, ALL_ON);
    const { userId, email, phone } = person;
    expect((await asService('PUT', userId, { email, phone })).status).toBe(200);
    return person;
  }

  async function asService(method: string, path: string, body?: unknown): Promise<Response> {
    const token = await system.token('crm', 'notifications:service');
    return system.call(method, `/notifications/recipients/${path}`, { token, body });
  }

  /** @returns the order */
  async function orders({ userId, email, phone }: Person, named = true): Promise<string> {
    const recipient = named ? { email, phone } : {};
    const event = anOrderEvent('order_confirmed', { time: system.clock.now(), data: { userId, recipient } });
    await system.publish(event);
    published += 1;
    return event.data.orderId;
  }

  /** Customers of before and new ones order, with and without their addresses, until `work` is done. */
  async function whileEventsFlow(customers: readonly Person[], work: () => Promise<void>): Promise<void> {
    const end = new AbortController();
    const working = work().finally(() => {
      end.abort();
    });
    for (let n = 0; !end.signal.aborted; n++) {
      const known = customers[n % customers.length];
      if (known !== undefined) await orders(known, n % 2 === 0);
      if (n % 3 === 0) await orders(aPerson());
      await delay(BETWEEN_EVENTS_MS);
    }
    await working;
  }

  const untilNothingWaits = () =>
    eventually(async () => {
      const events = await system.database.query('SELECT 1 FROM event_inbox');
      expect(events).toHaveLength(published);
      expect(await system.database.query('SELECT 1 FROM delivery_queue')).toEqual([]);
    }, 60_000);

  /** What became of them, and how often. */
  const outcomes = async () => {
    const rows = await system.database.query<{ outcome: string; count: number }>(
      `SELECT concat_ws(' ', channel, status, reason) AS outcome, count(*)::int AS count FROM notification_log GROUP BY 1`,
    );
    return new Map(rows.map(({ outcome, count }) => [outcome, count]));
  };

  /** Wrapped or sealed under another key than this one. */
  async function notUnder(keyId: string): Promise<number> {
    const rows = await system.database.query<{ sealed: Buffer }>(
      `SELECT wrapped_key AS sealed FROM vault.recipient_key
       UNION ALL SELECT original_sealed FROM rejected_event UNION ALL SELECT subject_sealed FROM vault.provider_erasure`,
    );
    expect(rows.length).toBeGreaterThan(people.length / 2);
    return rows.filter(({ sealed }) => keyIdOf(sealed) !== keyId).length;
  }

  /** Rows in which an address of somebody we know stands under the former key. */
  async function formerHashes(erased: Person): Promise<number> {
    const known = people.filter((person) => person !== erased);
    const hashes = known.flatMap(({ email, phone }) => [
      ...formerHasher.everyHashOf('email', email),
      ...formerHasher.everyHashOf('phone', phone),
    ]);
    const rows = await system.database.query(
      `SELECT 1 FROM (
         SELECT email_hash FROM recipient UNION ALL SELECT phone_hash FROM recipient
         UNION ALL SELECT email_hash FROM order_event UNION ALL SELECT phone_hash FROM order_event
         UNION ALL SELECT address_hash FROM suppression UNION ALL SELECT address_hash FROM suppression_event
         UNION ALL SELECT address_hash FROM consent_event UNION ALL SELECT phone_hash FROM texted_number) AS held(hash)
        WHERE hash = ANY($1::bytea[])`,
      [hashes],
    );
    return rows.length;
  }

  /** Opens the page of the unsubscribe link of the newest email to somebody. */
  async function unsubscribePageOf({ email }: Person): Promise<number> {
    const { items } = await system.sandbox.messages({ to: email });
    const newest = items.toSorted((one, other) => other.id - one.id)[0];
    const link = /<(?<url>[^>]+)>/.exec(newest?.headers['List-Unsubscribe'] ?? '')?.groups?.['url'] ?? '';
    return (await fetch(link)).status;
  }

  it('N6 N9 nothing is lost or fails, and the former keys may go', async () => {
    const customers = await Promise.all(Array.from({ length: 12 }, aCustomer));
    const [ana, ben, eve] = [await aCustomer(), await aCustomer(), await aCustomer()];
    await Promise.all([...customers, ana, ben].map((customer) => orders(customer)));
    await system.publishRaw({ key: 'broken', value: '{"userId":"nobody' });
    await untilNothingWaits();
    await system.sandbox.text(ben.phone, 'STOP');
    expect((await asService('DELETE', eve.userId)).status).toBe(202);
    expect(await notUnder('k1')).toBe(0);
    expect(await formerHashes(eve)).toBeGreaterThan(0);

    await whileEventsFlow(customers, async () => {
      await system.redeploy(keyrings('k2', 'k2', 'k1'));
      const rotated = system.run('libs/dispatch/src/rotate-keys.ts');
      await system.sandbox.text(ana.phone, 'STOP');
      for (const customer of customers.slice(0, 6)) {
        await system.setPreferences(customer.userId, { ...ALL_ON, language: 'es' });
        expect((await asService('PUT', customer.userId, { name: 'Someone' })).status).toBe(200);
      }
      expect(await rotated).toMatch(/nothing needs another key than k2 any more/);
      expect(await system.run('libs/dispatch/src/rotate-keys.ts')).toMatch(/^0 keys wrapped anew, 0 hashes made anew/m);
    });
    await untilNothingWaits();
    expect(await notUnder('k2')).toBe(0);
    expect(await formerHashes(eve)).toBe(0);
    expect(await unsubscribePageOf(ben)).toBe(200);

    await system.redeploy(keyrings('k2', 'k2'));
    const [first = ana] = customers;
    await system.untilStatuses(await orders(first, false), { email: 'sent', sms: 'sent', in_app: 'sent' });
    for (const stopped of [ana, ben]) {
      await system.untilStatuses(await orders(stopped), { email: 'sent', sms: 'suppressed/suppression_list' });
    }
    await system.untilStatuses(await orders(eve), { email: 'suppressed/erased', sms: 'suppressed/erased' });
    expect(await (await asService('GET', `${first.userId}/export`)).text()).toContain(first.phone);
    expect(await unsubscribePageOf(first)).toBe(200);
    await untilNothingWaits();

    const byOutcome = await outcomes();
    const sent = (channel: string) => byOutcome.get(`${channel} sent`) ?? 0;
    expect([...byOutcome.keys()].sort()).toEqual([
      'email sent',
      'email suppressed erased',
      'in_app sent',
      'in_app suppressed erased',
      'sms sent',
      'sms suppressed channel_off',
      'sms suppressed erased',
      'sms suppressed suppression_list',
    ]);
    expect(sent('email')).toBe(published - 1);
    expect((await system.sandbox.messages({ provider: 'sendgrid' })).total).toBe(sent('email'));
    expect((await system.sandbox.messages({ provider: 'twilio' })).total).toBe(sent('sms'));
    expect(await system.wholeTopic(TOPICS.deadLetters.name)).toEqual([]);
    expect(await system.wholeTopic(TOPICS.rejectedOrderEvents.name)).toHaveLength(1);
  }, 180_000);
});
