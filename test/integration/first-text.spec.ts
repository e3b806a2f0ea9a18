import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES } from '#contracts';
import { randomUUID } from 'node:crypto';
import { anOrderEvent } from '../builders/order-events.js';
import { Pipeline } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { MINUTE } from '../system/test-clock.js';

const SMS_ON = {
  ...DEFAULT_PREFERENCES,
  channels: { email: false, sms: true, in_app: false },
  quietHours: { ...DEFAULT_PREFERENCES.quietHours, enabled: false },
};

const PHONE = '+14155550123';
const ANOTHER_PHONE = '+14155550124';

describe('the first text to a number', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());
  beforeEach(() =>
    pipeline.database.query(
      `TRUNCATE delivery_queue, notification_log, inbox_counter, notification_attempt, outbox, order_event, preference_change, delivery_figure, texted_number`,
    ),
  );

  async function aCustomer(): Promise<string> {
    const userId = `customer-${randomUUID()}`;
    await pipeline.preferences().change(userId, 'preferences_api', () => SMS_ON);
    return userId;
  }

  const anSms = async (phone: string, userId: string) =>
    (
      await pipeline.dispatch(
        anOrderEvent('order_confirmed', { time: pipeline.clock.now(), data: { userId, recipient: { phone } } }),
      )
    ).sms;

  const told = ({ sent }: ScriptedSender) => sent.map(({ firstToNumber }) => firstToNumber);

  it('N8 is the first that the provider took; a failed one did not tell anybody how to stop', async () => {
    const userId = await aCustomer();
    const sender = new ScriptedSender('sms');
    const worker = pipeline.worker(sender);
    sender.next({ outcome: 'retryable', code: 'refused' });
    await pipeline.deliverFresh(worker, [(await anSms(PHONE, userId)).id]);
    pipeline.clock.advance(2 * MINUTE);
    await pipeline.deliverDue(worker);
    await pipeline.deliverFresh(worker, [(await anSms(PHONE, userId)).id]);
    expect(told(sender)).toEqual([true, true, false]);
  });

  it('N8 is by number, whoever has it', async () => {
    const sender = new ScriptedSender('sms');
    const worker = pipeline.worker(sender);
    for (const number of [PHONE, PHONE, ANOTHER_PHONE]) {
      await pipeline.deliverFresh(worker, [(await anSms(number, await aCustomer())).id]);
    }
    expect(told(sender)).toEqual([true, false, true]);
  });

  it('N8 may be one of several at once: then each of them says it', async () => {
    const userId = await aCustomer();
    const sender = new ScriptedSender('sms');
    const ids = [(await anSms(PHONE, userId)).id, (await anSms(PHONE, userId)).id];
    await pipeline.deliverFresh(pipeline.worker(sender), ids);
    expect(told(sender)).toEqual([true, true]);
    const { phoneHash } = pipeline.hasher.hashesOf({ phone: PHONE });
    expect(await pipeline.database.query(`SELECT phone_hash FROM texted_number`)).toEqual([{ phone_hash: phoneHash }]);
  });
});
