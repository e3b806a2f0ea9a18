import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NOTIFICATION_TYPES, type NotificationType } from '#contracts';
import { anOrderEvent } from '../builders/order-events.js';
import { TestSystem } from '../system/test-system.js';

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the links in every email', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.start();
  }, 90_000);

  afterAll(() => system.stop(), 30_000);

  /** The email of an order event, as the provider took it. */
  async function emailOf(event: ReturnType<typeof anOrderEvent>) {
    await system.publish(event);
    const documents = await system.untilStatuses(event.data.orderId, { email: 'sent' });
    const id = documents.find(({ channel }) => channel === 'email')?.id ?? '';
    const [email] = (await system.sandbox.messages({ notificationId: id })).items;
    if (email === undefined) throw new Error('The sandbox has no such email');
    return email;
  }

  const oneClickUrl = ({ headers }: { headers: Record<string, string> }) =>
    /^<(?<url>[^<>]+)>$/.exec(headers['List-Unsubscribe'] ?? '')?.groups?.['url'] ?? '';

  const channelsOf = async (userId: string) => {
    const answer = await system.call('GET', '/notifications/preferences', { token: await system.token(userId) });
    return ((await answer.json()) as { channels: Record<string, boolean> }).channels;
  };

  it.each<NotificationType>([...NOTIFICATION_TYPES])(
    'AC-05 %s: one header to unsubscribe, one to say that one click is enough, and both pages in the text',
    async (type) => {
      const email = await emailOf(anOrderEvent(type));
      const url = oneClickUrl(email);
      expect(url.startsWith(`${system.urls.api}/api/v2/notifications/unsubscribe/`)).toBe(true);
      expect(email.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
      expect(email.text).toContain(url);
      expect(email.text).toContain(`${system.urls.api}/preferences/`);
    },
    60_000,
  );

  it('AC-05 the page asks and changes nothing; one click from the mail client ends emails', async () => {
    const event = anOrderEvent('order_confirmed');
    const { userId } = event.data;
    const url = oneClickUrl(await emailOf(event));

    const page = await fetch(url, { headers: BROWSER, redirect: 'manual' });
    expect(page.status).toBe(200);
    expect(await channelsOf(userId)).toMatchObject({ email: true });

    for (let presses = 0; presses < 2; presses++) {
      const answer = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ unsubscribed: true, channel: 'email', scope: 'all' });
    }
    expect(await channelsOf(userId)).toMatchObject({ email: false, in_app: true });

    const next = anOrderEvent('order_shipped', { data: { userId } });
    await system.publish(next);
    await system.untilStatuses(next.data.orderId, { email: 'suppressed/channel_off', in_app: 'sent' });
  }, 60_000);

  it('AC-05 “this type” on the page ends emails of that type, and no others', async () => {
    const event = anOrderEvent('order_shipped');
    const { userId } = event.data;
    const answer = await fetch(oneClickUrl(await emailOf(event)), {
      method: 'POST',
      headers: BROWSER,
      body: new URLSearchParams({ scope: 'type' }),
    });
    expect(answer.status).toBe(200);

    const same = anOrderEvent('order_shipped', { data: { userId } });
    const other = anOrderEvent('delivered', { data: { userId } });
    await system.publish(same, other);
    await system.untilStatuses(same.data.orderId, { email: 'suppressed/type_off', in_app: 'sent' });
    await system.untilStatuses(other.data.orderId, { email: 'sent', in_app: 'sent' });
  }, 60_000);

  it('F3 the preference page opens from the email, without signing in', async () => {
    const { text } = await emailOf(anOrderEvent('order_confirmed'));
    const url = /https?:\/\/\S+\/preferences\/\S+/.exec(text ?? '')?.[0] ?? '';
    const page = await fetch(url, { headers: BROWSER });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('id="preferences"');
  }, 60_000);
});
