import { createPublicKey, verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { LifeEventInput } from '../../../apps/provider-sandbox/src/sandbox.client.js';
import type { Life } from '../../../apps/provider-sandbox/src/lives/life.schema.js';
import { eventually } from '../../system/eventually.js';
import { HOUR, TestClock } from '../../system/test-clock.js';
import { ANA, NOTIFICATION, SandboxFixture } from './sandbox.fixture.js';
import { type ReceivedRequest, WebhookReceiver } from './webhook-receiver.fixture.js';

const clock = new TestClock();
let fixture: SandboxFixture;
let receiver: WebhookReceiver;
let publicKey: string;

beforeAll(async () => {
  [fixture, receiver] = await Promise.all([SandboxFixture.start(clock), WebhookReceiver.start()]);
  const controls = await fixture.sandbox.control({ webhooks: { target: receiver.url } });
  publicKey = controls.sendGridPublicKey;
});

afterAll(async () => {
  await Promise.all([fixture.close(), receiver.close()]);
});

afterEach(async () => {
  await fixture.sandbox.control({ webhooks: { enabled: false } });
  await fixture.sandbox.clearLedger();
  receiver.forget();
});

describe('An accepted mail', () => {
  test('tells nothing while webhooks are off', async () => {
    await fixture.mail();

    expect(await fixture.sandbox.messages()).toMatchObject({ items: [{ status: 'accepted', webhooks: [] }] });
  });

  test('is processed and delivered, in signed batches', async () => {
    await fixture.sandbox.control({ webhooks: { enabled: true } });
    await Promise.all([fixture.mail(), fixture.mail({ to: 'ben@example.com' })]);

    const events = await receiver.untilMailEvents(4);
    expect(events.map(({ email, event }) => `${String(email)} ${event}`).sort()).toEqual([
      'ana@example.com delivered',
      'ana@example.com processed',
      'ben@example.com delivered',
      'ben@example.com processed',
    ]);
    expect(receiver.requests.length).toBeLessThan(5);
    for (const request of receiver.requests) {
      expect(request.path).toBe('/api/v2/webhooks/sendgrid');
      expect(isSigned(request)).toBe(true);
    }
  });

  test('has its custom arguments at the top level of each event, and SendGrid’s own names win', async () => {
    clock.advance(HOUR);
    const { headers } = await withLife([{ event: 'delivered' }], {
      categories: ['order_shipped', 'attempt-2'],
      customArgs: { notification_id: NOTIFICATION, event: 'mine', email: 'mine', timestamp: 'mine' },
    });

    expect((await receiver.untilMailEvents(1))[0]).toEqual({
      notification_id: NOTIFICATION,
      email: ANA,
      event: 'delivered',
      timestamp: expect.any(Number),
      category: ['order_shipped', 'attempt-2'],
      response: expect.stringMatching(/^250 /),
      ip: expect.any(String),
      tls: 1,
      sg_event_id: expect.any(String),
      sg_message_id: expect.stringMatching(new RegExp(`^${headers['x-message-id']}\\.`)),
      'smtp-id': expect.any(String),
    });
    expect(Number(receiver.mailEvents[0]?.['timestamp'])).toBeCloseTo(clock.now().getTime() / 1_000, -1);
    expect(receiver.requests[0]?.headers['x-twilio-email-event-webhook-timestamp']).toMatch(/^\d+$/);
  });

  test.each<[LifeEventInput, object]>([
    [{ event: 'deferred' }, { response: expect.any(String), attempt: '1' }],
    [{ event: 'dropped' }, { reason: 'Bounced Address' }],
    [{ event: 'bounce' }, { type: 'bounce', status: '5.1.1', reason: expect.any(String) }],
    [
      { event: 'bounce', type: 'blocked', reason: '554 rejected' },
      { type: 'blocked', reason: '554 rejected' },
    ],
    [{ event: 'open' }, { sg_machine_open: false, useragent: expect.any(String) }],
    [{ event: 'open', machine: true }, { sg_machine_open: true }],
    [{ event: 'click' }, { url: 'https://shop.example/track?a=1&b=2' }],
    [{ event: 'click', url: 'https://shop.example/' }, { url: 'https://shop.example/' }],
    [{ event: 'spamreport' }, {}],
    [{ event: 'unsubscribe' }, {}],
    [{ event: 'group_unsubscribe', groupId: 7 }, { asm_group_id: 7 }],
    [{ event: 'group_resubscribe', groupId: 7 }, { asm_group_id: 7 }],
  ])('can tell %j', async (event, details) => {
    await withLife([event], {
      customArgs: { notification_id: NOTIFICATION },
      html: '<p><a style="" href="https://shop.example/track?a=1&amp;b=2">Track</a></p>',
    });

    expect(await receiver.untilMailEvents(1)).toEqual([
      expect.objectContaining({ ...details, event: event.event, email: ANA, notification_id: NOTIFICATION }),
    ]);
  });

  describe('that ends with a tracking picture of its sender’s own', () => {
    const html =
      '<p>Hello</p><img src="https://shop.example/api/v2/track/email/to-ken?a=1&amp;b=2" width="1" height="1" alt>';
    const trackingSettings = { openTracking: { enable: false }, clickTracking: { enable: false } };

    test.each([
      [false, /Firefox/],
      [true, /^Mozilla\/5\.0$/],
    ])('has it fetched as it is opened (machine: %s), and SendGrid tells nothing', async (machine, userAgent) => {
      await withLife([{ event: 'open', machine }, { event: 'click' }], { html, trackingSettings });

      const [fetched, ...more] = await receiver.until(1);
      expect(fetched).toMatchObject({ path: '/api/v2/track/email/to-ken?a=1&b=2', body: '' });
      expect(fetched?.headers['user-agent']).toMatch(userAgent);
      expect(more).toEqual([]);
      const { items } = await fixture.sandbox.messages();
      expect(items).toMatchObject([{ webhooks: [{ event: 'pixel', outcome: 'taken' }] }]);
    });

    test('has both where SendGrid was asked as well', async () => {
      await withLife([{ event: 'open' }], { html });

      const requests = await receiver.until(2);
      expect(requests.map(({ path }) => path.split('/').at(-2)).sort()).toEqual(['email', 'webhooks']);
    });

    test('may have it fetched several times, never, or with a token that was made up', async () => {
      await withLife([{ event: 'open' }], { html, trackingSettings }, { webhooks: { copies: 3 } });
      await withLife([{ event: 'open' }], { html, trackingSettings }, { webhooks: { lost: true } });
      await withLife([{ event: 'open' }], { html, trackingSettings }, { webhooks: { signature: 'forged' } });

      const requests = await receiver.until(4);
      expect(requests.filter(({ path }) => path.endsWith('b=2'))).toHaveLength(3);
      expect(requests.filter(({ path }) => path.endsWith('b=2x'))).toHaveLength(1);
    });
  });

  test('is not clicked where SendGrid leaves the link alone', async () => {
    const html =
      '<a class="f" clicktracking="off" href="https://shop.example/u">No more</a> <a href="https://shop.example/t">Track</a>';
    await withLife([{ event: 'click' }], { html });

    expect(await receiver.untilMailEvents(1)).toMatchObject([{ url: 'https://shop.example/t' }]);
  });

  test('can bounce late, without ids', async () => {
    await withLife([{ event: 'delivered' }, { event: 'bounce', withoutIds: true, afterMs: 250 }], {
      customArgs: { notification_id: NOTIFICATION },
    });

    const [, bounce] = await receiver.untilMailEvents(2);
    expect(bounce).toMatchObject({ event: 'bounce', email: ANA });
    expect(Object.keys(bounce ?? {})).not.toEqual(expect.arrayContaining(['notification_id']));
    expect(Object.keys(bounce ?? {})).not.toEqual(expect.arrayContaining(['sg_message_id']));
    expect(await fixture.sandbox.messages({ status: 'bounce' })).toMatchObject({ total: 1 });
  });

  test('can come with an event about the account, which names no address', async () => {
    await withLife([{ event: 'account_status_change' }]);

    expect((await receiver.untilMailEvents(1))[0]).not.toHaveProperty('email');
  });
});

describe('Events of a mail can come', () => {
  test('twice in a batch and once more in the next, with the same id', async () => {
    await withLife([{ event: 'delivered' }], {}, { webhooks: { copies: 3 } });

    const events = await receiver.untilMailEvents(3);
    expect(new Set(events.map(({ sg_event_id }) => sg_event_id)).size).toBe(1);
    expect(receiver.requests.map(({ body }) => (JSON.parse(body) as unknown[]).length)).toEqual([2, 1]);
  });

  test('in another order than things happened', async () => {
    await withLife([{ event: 'processed' }, { event: 'delivered', afterMs: 20 }], {}, { shuffled: true });

    const events = await receiver.untilMailEvents(2);
    expect(events.map(({ event }) => event)).toEqual(['delivered', 'processed']);
    expect(await fixture.sandbox.messages()).toMatchObject({ items: [{ status: 'delivered' }] });
  });

  test('late', async () => {
    const started = Date.now();
    await withLife([{ event: 'delivered' }], {}, { webhooks: { delayMs: 400 } });

    const [request] = await receiver.until(1);
    expect((request?.at ?? 0) - started).toBeGreaterThanOrEqual(400);
  });

  test('never', async () => {
    await withLife([{ event: 'delivered' }], {}, { webhooks: { lost: true } });

    await untilOutcome('lost');
    expect(receiver.requests).toEqual([]);
    expect(await fixture.sandbox.messages()).toMatchObject({ items: [{ status: 'delivered' }] });
  });

  test('before the answer to the request that sent it', async () => {
    await withLife([{ event: 'processed' }, { event: 'delivered' }], {}, { beforeAnswer: true });

    expect(receiver.mailEvents).toHaveLength(2);
  });

  test('although the answer is lost', async () => {
    await fixture.sandbox.setFaults(ANA, { steps: [{ kind: 'answer_lost' }] });
    await fixture.sandbox.setLives(ANA, { steps: [{ events: [{ event: 'delivered' }] }] });

    await expect(fixture.postMail()).rejects.toThrow('fetch failed');
    expect(await receiver.untilMailEvents(1)).toMatchObject([{ event: 'delivered' }]);
  });

  test.each(['forged', 'garbage', 'missing'] as const)('with a %s signature, once', async (signature) => {
    receiver.answers.push({ status: 403 });
    await withLife([{ event: 'delivered' }], {}, { webhooks: { signature, copies: 1 } });

    await untilOutcome('failed');
    expect(receiver.requests).toHaveLength(1);
    expect(isSigned(receiver.requests[0])).toBe(false);
  });
});

describe('Events that are not taken', () => {
  test('are sent again', async () => {
    receiver.answers.push({ status: 503 });
    await withLife([{ event: 'delivered' }]);

    const [first, second] = await receiver.until(2);
    expect(second?.body).toBe(first?.body);
    expect(await untilOutcome('taken')).toMatchObject({ items: [{ tries: 2, status: 204 }] });
  });

  test('are sent again also when nobody answers', async () => {
    await fixture.sandbox.control({ webhooks: { target: 'http://127.0.0.1:1' } });
    await withLife([{ event: 'delivered' }], {}, { beforeAnswer: true });
    await fixture.sandbox.control({ webhooks: { target: receiver.url } });

    expect(await fixture.sandbox.webhooks()).toMatchObject({
      items: [{ outcome: 'pending', tries: 1, status: null, detail: 'ECONNREFUSED' }],
    });
  });
});

describe('Webhooks in the ledger', () => {
  test('are told with their message, and searched by themselves', async () => {
    await withLife([{ event: 'processed' }, { event: 'open', afterMs: 20 }], {
      customArgs: { notification_id: NOTIFICATION },
    });
    await untilOutcome('taken', 2);

    const { items } = await fixture.sandbox.messages({ event: 'open' });
    expect(items).toMatchObject([{ status: 'processed', webhooks: [{ event: 'processed' }, { event: 'open' }] }]);
    expect(await fixture.sandbox.messages({ event: 'click' })).toMatchObject({ total: 0 });
    expect(await fixture.sandbox.webhooks({ event: 'open' })).toMatchObject({
      total: 1,
      dropped: 0,
      items: [
        {
          provider: 'sendgrid',
          messageId: items[0]?.id,
          notificationId: NOTIFICATION,
          to: ANA,
          url: `${receiver.url}/api/v2/webhooks/sendgrid`,
          outcome: 'taken',
          tries: 1,
          status: 204,
          payload: expect.stringContaining('"sg_event_id"'),
        },
      ],
    });
  });

  test('count by outcome in the metrics', async () => {
    await withLife([{ event: 'delivered' }], {}, { beforeAnswer: true });

    const metrics = await (await fetch(`${fixture.url}/metrics`)).text();
    expect(metrics).toMatch(/sandbox_webhooks_total\{provider="sendgrid",outcome="taken",app="provider-sandbox"\} \d+/);
  });
});

describe('Lives', () => {
  test('are taken one a message; after the last messages live as usual', async () => {
    await fixture.sandbox.control({ webhooks: { enabled: true } });
    await fixture.sandbox.setLives(ANA, { steps: [{ events: [] }] });
    await fixture.mail();
    await fixture.mail();

    await receiver.untilMailEvents(2);
    const { items } = await fixture.sandbox.messages();
    expect(items.map(({ webhooks }) => webhooks.length)).toEqual([2, 0]);
  });

  test('may be everybody’s, but for those who have their own', async () => {
    await fixture.sandbox.setLives('*', { steps: [{ events: [{ event: 'bounce' }] }], repeat: true });
    await fixture.sandbox.setLives(ANA, { steps: [{ events: [{ event: 'delivered' }] }] });
    await fixture.mail();
    await fixture.mail({ to: 'ben@example.com' });

    const events = await receiver.untilMailEvents(2);
    expect(events.map(({ email, event }) => [email, event])).toEqual([
      [ANA, 'delivered'],
      ['ben@example.com', 'bounce'],
    ]);
    await fixture.sandbox.removeLives('*');
  });

  test('go on when a person presses a button', async () => {
    await fixture.mail();
    const { items } = await fixture.sandbox.messages();
    await fixture.sandbox.happen(items[0]?.id ?? -1, { event: 'open' });

    expect(receiver.mailEvents).toMatchObject([{ event: 'open' }]);
    await expect(fixture.sandbox.happen(-1, { event: 'open' })).rejects.toMatchObject({ status: 404 });
  });

  test.each<[string, () => Promise<void>]>([
    ['an event of another provider', () => fixture.sandbox.setLives(ANA, { steps: [{ events: [{ event: 'sent' }] }] })],
    ['no step', () => fixture.sandbox.setLives(ANA, { steps: [] })],
    ['an unknown event', () => fixture.sandbox.setLives(ANA, { steps: [{ events: [{ event: 'eaten' as 'open' }] }] })],
  ])('with %s are refused', async (_what, setting) => {
    await expect(setting()).rejects.toMatchObject({ status: 400 });
  });
});

test('A message under way does not keep the sandbox from closing', async () => {
  const other = await SandboxFixture.start();
  await other.sandbox.setLives(ANA, { steps: [{ events: [{ event: 'open', afterMs: 60_000 }], beforeAnswer: true }] });
  const lost = expect(other.postMail()).rejects.toThrow('fetch failed');
  while ((await other.sandbox.messages()).total === 0);

  await other.close();
  await lost;
});

/** A mail to Ana, to which only `events` happen. */
async function withLife(
  events: LifeEventInput[],
  mail: Parameters<SandboxFixture['mail']>[0] = {},
  life: Partial<Omit<Life, 'webhooks'>> & { webhooks?: Partial<Life['webhooks']> } = {},
) {
  await fixture.sandbox.setLives(ANA, { steps: [{ events, ...life }] });
  return fixture.mail(mail);
}

function untilOutcome(outcome: 'taken' | 'failed' | 'lost', count = 1) {
  return eventually(async () => {
    const page = await fixture.sandbox.webhooks({ outcome });
    if (page.total < count) throw new Error(`${page.total} webhooks are ${outcome}`);
    return page;
  });
}

/** As SendGrid's documentation has it checked, over the raw body. */
function isSigned(request: ReceivedRequest | undefined): boolean {
  const { 'x-twilio-email-event-webhook-signature': signature, 'x-twilio-email-event-webhook-timestamp': timestamp } =
    request?.headers ?? {};
  if (request === undefined || typeof signature !== 'string' || typeof timestamp !== 'string') return false;
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify('sha256', Buffer.from(timestamp + request.body), key, Buffer.from(signature, 'base64'));
}
