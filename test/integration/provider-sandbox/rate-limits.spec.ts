import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { SECOND, TestClock } from '../../system/test-clock.js';
import { SandboxFixture } from './sandbox.fixture.js';

const clock = new TestClock();
let fixture: SandboxFixture;

beforeAll(async () => {
  fixture = await SandboxFixture.start(clock);
});

afterAll(() => fixture.close());
afterEach(async () => {
  await fixture.sandbox.control({ rateLimits: { sendgrid: null, twilio: null } });
  await fixture.sandbox.clearLedger();
});

test('SendGrid counts down in the headers of its answers, and answers 429 until the reset', async () => {
  await fixture.sandbox.control({ rateLimits: { sendgrid: { limit: 2, windowSeconds: 30 } } });
  for (const remaining of ['1', '0']) {
    expect(await fixture.mail()).toMatchObject({
      status: 202,
      headers: {
        'x-ratelimit-limit': '2',
        'x-ratelimit-remaining': remaining,
        'x-ratelimit-reset': expect.stringMatching(/^\d+$/),
      },
    });
  }
  const refused = await fixture.mail();
  expect(refused).toMatchObject({
    status: 429,
    headers: { 'x-ratelimit-remaining': '0' },
    body: { errors: [{ message: 'too many requests' }] },
  });
  const resetsAt = Number(refused.headers['x-ratelimit-reset']) * SECOND;
  expect(resetsAt - clock.now().getTime()).toBeGreaterThan(25 * SECOND);
  expect(await fixture.sandbox.messages()).toMatchObject({ total: 2 });
  expect((await fixture.sandbox.requests()).items[0]).toMatchObject({ outcome: 'rate_limited', accepted: false });

  clock.travelTo(new Date(resetsAt));
  expect(await fixture.mail()).toMatchObject({ status: 202, headers: { 'x-ratelimit-remaining': '1' } });
});

test('Twilio answers 429 with 20429', async () => {
  await fixture.sandbox.control({ rateLimits: { twilio: { limit: 1 } } });
  await fixture.sms();

  await expect(fixture.sms()).rejects.toMatchObject({ status: 429, code: 20429 });
  expect(await fixture.mail()).toMatchObject({ status: 202 });
});

test('Without a limit no answer speaks of one', async () => {
  expect((await fixture.mail()).headers).not.toHaveProperty('x-ratelimit-limit');
});

test('A limit that makes no sense is refused, and controls keep what a change leaves out', async () => {
  await fixture.sandbox.control({ rateLimits: { twilio: { limit: 5 } } });

  await expect(fixture.sandbox.control({ rateLimits: { twilio: { limit: -1 } } })).rejects.toMatchObject({
    status: 400,
  });
  expect(await fixture.sandbox.control({ webhooks: { target: 'http://localhost:3999/' } })).toMatchObject({
    webhooks: { enabled: false, target: 'http://localhost:3999' },
    rateLimits: { sendgrid: null, twilio: { limit: 5, windowSeconds: 60 } },
  });
});
