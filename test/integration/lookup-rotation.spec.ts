import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DEFAULT_PREFERENCES } from '#contracts';
import { suppressAddresses } from '#database';
import { AddressHasher, KeyedHash, Keyring } from '#privacy';
import { anOrderEvent } from '../builders/order-events.js';
import { Pipeline } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';

const KEYS = [
  ['k1', Buffer.alloc(32, 1)],
  ['k2', Buffer.alloc(32, 2)],
] as const;
const hasherOf = (active: string, keys: readonly (readonly [string, Buffer])[]) =>
  new AddressHasher(new KeyedHash(new Keyring(active, keys)));

const BEFORE = hasherOf('k1', KEYS.slice(0, 1));
const AFTER = hasherOf('k2', KEYS);

const TEXTS_ON = {
  ...DEFAULT_PREFERENCES,
  channels: { email: true, sms: true, in_app: true },
  quietHours: { ...DEFAULT_PREFERENCES.quietHours, enabled: false },
};

/** The number is in the event, or in the directory alone. */
describe.each(['event', 'directory'] as const)('N8 after LOOKUP_KEYRING was rotated, a number of the %s', (place) => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());

  let numbers = 0;

  async function aTextedCustomer() {
    pipeline.hasher = BEFORE;
    const [userId, phone] = [`customer-${randomUUID()}`, `+1415557${String((numbers += 1)).padStart(4, '0')}`];
    await pipeline.upsertCustomer({ userId, phone, email: `${userId}@example.com` });
    await pipeline.preferences().change(userId, 'preferences_api', () => TEXTS_ON);
    return { userId, phone };
  }

  function dispatch({ userId, phone }: { userId: string; phone: string }) {
    const recipient = place === 'event' ? { email: `${userId}@example.com`, phone } : {};
    return pipeline.dispatch(
      anOrderEvent('order_confirmed', { time: pipeline.clock.now(), data: { userId, recipient } }),
    );
  }

  async function suppress(phone: string): Promise<void> {
    const addressHash = pipeline.hasher.hashesOf({ phone }).phoneHash ?? Buffer.alloc(0);
    const said = {
      id: pipeline.ids.next(),
      channel: 'sms',
      addressHash,
      reason: 'stop',
      source: 't',
      actor: 't',
    } as const;
    await pipeline.database.transaction((sql) => suppressAddresses(sql, [said], pipeline.clock.now()));
  }

  async function delivered(id: string): Promise<string> {
    const sender = new ScriptedSender('sms');
    await pipeline.deliverFresh(pipeline.worker(sender), [id]);
    return pipeline.status(id);
  }

  it('is texted under the consent given before', async () => {
    const ana = await aTextedCustomer();
    pipeline.hasher = AFTER;
    const { sms } = await dispatch(ana);
    expect(await delivered(sms.id)).toBe('sent');
  });

  it('is not texted without consent: another number is another number under every key', async () => {
    const ana = await aTextedCustomer();
    pipeline.hasher = AFTER;
    await pipeline.upsertCustomer({ userId: ana.userId, phone: '+14155579999' });
    const { sms } = await dispatch({ ...ana, phone: '+14155579999' });
    expect(sms).toMatchObject({ status: 'suppressed', reason: 'no_consent' });
  });

  it('that said STOP before stays suppressed', async () => {
    const ana = await aTextedCustomer();
    await suppress(ana.phone);
    pipeline.hasher = AFTER;
    expect((await dispatch(ana)).sms).toMatchObject({ status: 'suppressed', reason: 'suppression_list' });
  });

  it('that says STOP afterwards gets nothing of what was dispatched before', async () => {
    const ana = await aTextedCustomer();
    const { sms } = await dispatch(ana);
    pipeline.hasher = AFTER;
    await suppress(ana.phone);
    expect(await delivered(sms.id)).toBe('suppressed/suppression_list');
  });
});
