import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, type Preferences, TOPICS } from '#contracts';
import { randomUUID } from 'node:crypto';
import { RecipientsService } from '../../apps/preferences-api/src/recipients/recipients.service.js';
import { anOrderEvent } from '../builders/order-events.js';
import { Pipeline } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { HOUR, MINUTE, SECOND } from '../system/test-clock.js';

const ALL_ON = {
  ...DEFAULT_PREFERENCES,
  channels: { email: true, sms: true, in_app: true },
  quietHours: { ...DEFAULT_PREFERENCES.quietHours, enabled: false },
};
/** Looked at again after 1, 5 and 15 minutes. */
const LAST_LOOK = 21 * MINUTE;

describe('a recipient nobody knows yet', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());
  beforeEach(() =>
    pipeline.database.query(
      `TRUNCATE delivery_queue, notification_log, inbox_counter, notification_attempt, outbox, order_event, preference_change, delivery_figure`,
    ),
  );

  /** An order of a customer of whom neither the event nor the directory says anything. */
  async function anOrderOfAStranger(wanted: Preferences = ALL_ON) {
    const userId = `customer-${randomUUID()}`;
    await pipeline.preferences().change(userId, 'preferences_api', () => wanted);
    const time = pipeline.clock.now();
    const event = anOrderEvent('order_confirmed', { time, data: { userId, recipient: undefined } });
    return { userId, ...(await pipeline.dispatch(event)) };
  }

  const workers = () => {
    const senders = { email: new ScriptedSender('email'), sms: new ScriptedSender('sms') };
    return { senders, email: pipeline.worker(senders.email), sms: pipeline.worker(senders.sms) };
  };

  it('email and SMS wait, in-app goes at once', async () => {
    const { email, sms, in_app: inApp } = await anOrderOfAStranger();
    expect([email, sms].map(({ status, reason }) => `${status}/${String(reason)}`)).toEqual(
      Array(2).fill('pending/no_recipient'),
    );
    expect(inApp).toMatchObject({ status: 'pending', reason: null });
    for (const { dueAt } of [email, sms]) {
      const wait = (dueAt?.getTime() ?? 0) - pipeline.clock.now().getTime();
      expect(wait).toBeGreaterThan(MINUTE - 5 * SECOND);
      expect(wait).toBeLessThanOrEqual(MINUTE);
    }
  });

  it('is written to as soon as the customer event arrives, late or not, with the attempts of a fresh notification', async () => {
    const { userId, email, sms } = await anOrderOfAStranger();
    const { senders, ...worker } = workers();
    pipeline.clock.advance(7 * MINUTE);
    for (const each of [worker.email, worker.sms]) await pipeline.deliverDue(each);
    expect([await pipeline.status(email.id), await pipeline.status(sms.id)]).toEqual(
      Array(2).fill('pending/no_recipient'),
    );

    await pipeline.upsertCustomer({ userId, email: 'late@example.com', phone: '+14155550142', name: 'Ana' });
    for (const each of [worker.email, worker.sms]) await pipeline.deliverDue(each);
    expect([await pipeline.status(email.id), await pipeline.status(sms.id)]).toEqual(['sent', 'sent']);
    expect(senders.email.sent[0]?.contact).toMatchObject({ email: 'late@example.com', name: 'Ana' });
    expect(senders.sms.sent[0]?.contact).toMatchObject({ phone: '+14155550142' });
    expect(await pipeline.attempts(email.id)).toMatchObject([{ number: 1, outcome: 'accepted' }]);
  });

  it('is written to as soon as an internal caller puts the entry into the directory', async () => {
    const { userId, email } = await anOrderOfAStranger();
    const { senders, ...worker } = workers();
    const directory = new RecipientsService(
      pipeline.database,
      pipeline.keys(),
      pipeline.directory(),
      pipeline.clock,
      pipeline.ids,
    );
    await directory.upsert(userId, { email: 'put@example.com' });
    await pipeline.deliverDue(worker.email);
    expect(await pipeline.status(email.id)).toBe('sent');
    expect(senders.email.sent[0]?.contact.email).toBe('put@example.com');
  });

  it('is found at the next look when the entry came unnoticed', async () => {
    const { userId, email } = await anOrderOfAStranger();
    await pipeline.upsertCustomer({ userId, email: 'unnoticed@example.com' });
    // As when the entry commits while the event is being dispatched.
    await pipeline.database.query(`UPDATE delivery_queue SET due_at = $2 WHERE id = $1`, [email.id, email.dueAt]);
    const { email: worker } = workers();
    expect(await pipeline.deliverDue(worker)).toBe(0);
    pipeline.clock.advance(MINUTE);
    await pipeline.deliverDue(worker);
    expect(await pipeline.status(email.id)).toBe('sent');
  });

  it('without an address is no longer unknown: what waited is suppressed', async () => {
    const { userId, email, sms } = await anOrderOfAStranger();
    await pipeline.upsertCustomer({ userId, email: 'only@example.com' });
    const { senders, ...worker } = workers();
    for (const each of [worker.email, worker.sms]) await pipeline.deliverDue(each);
    expect([await pipeline.status(email.id), await pipeline.status(sms.id)]).toEqual(['sent', 'suppressed/no_address']);
    expect(senders.sms.sent).toEqual([]);
  });

  it('who becomes known when it is too late for this notification gets the next one only', async () => {
    const { userId, email } = await anOrderOfAStranger();
    const { senders, ...worker } = workers();
    pipeline.clock.advance(LAST_LOOK + SECOND);
    await pipeline.deliverDue(worker.email);
    expect(await pipeline.status(email.id)).toBe('failed/no_recipient');
    await pipeline.upsertCustomer({ userId, email: 'too.late@example.com' });
    await pipeline.deliverDue(worker.email);
    expect(await pipeline.status(email.id)).toBe('failed/no_recipient');
    expect(senders.email.sent).toEqual([]);
  });

  it('who stays unknown: after the last look it ends as failed and dead-lettered, without a provider call', async () => {
    const { email, sms } = await anOrderOfAStranger();
    const { senders, ...worker } = workers();
    const ends: number[] = [];
    for (const at of [MINUTE, 6 * MINUTE, LAST_LOOK]) {
      pipeline.clock.travelTo(new Date((email.dueAt?.getTime() ?? 0) - MINUTE + at + SECOND));
      for (const each of [worker.email, worker.sms]) await pipeline.deliverDue(each);
      if ((await pipeline.status(email.id)) === 'failed/no_recipient') ends.push(at);
    }
    expect(ends).toEqual([LAST_LOOK]);
    expect(await pipeline.status(sms.id)).toBe('failed/no_recipient');
    expect([...senders.email.sent, ...senders.sms.sent]).toEqual([]);
    expect(await pipeline.attempts(email.id)).toEqual([]);
    const letters = pipeline.publisher.valuesOn(TOPICS.deadLetters.name) as { notificationId: string }[];
    expect(letters.filter(({ notificationId }) => notificationId === email.id)).toMatchObject([
      { reason: 'no_recipient', attempts: 0 },
    ]);
  });

  it('whose channel is switched off meanwhile is not waited for', async () => {
    const { userId, email } = await anOrderOfAStranger();
    await pipeline.preferences().change(userId, 'preferences_api', () => ({ ...ALL_ON, globalEnabled: false }));
    pipeline.clock.advance(MINUTE + SECOND);
    await pipeline.deliverDue(workers().email);
    expect(await pipeline.status(email.id)).toBe('suppressed/global_off');
  });

  it('whose directory entry says it is night is texted in the morning', async () => {
    const night = { enabled: true, start: '22:00', end: '08:00' };
    const { userId, sms } = await anOrderOfAStranger({ ...ALL_ON, quietHours: night });
    // Where it is about midnight now.
    const hours = pipeline.clock.now().getUTCHours();
    const timeZone = hours < 12 ? `Etc/GMT+${hours}` : `Etc/GMT-${24 - hours}`;
    await pipeline.upsertCustomer({ userId, phone: '+14155550143', timeZone });
    const { senders, ...worker } = workers();
    await pipeline.deliverDue(worker.sms);
    expect(await pipeline.status(sms.id)).toBe('pending/quiet_hours');
    pipeline.clock.advance(10 * HOUR);
    await pipeline.deliverDue(worker.sms);
    expect(senders.sms.sent).toHaveLength(1);
  });
});
