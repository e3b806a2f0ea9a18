import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { FaultStep } from '../../../apps/provider-sandbox/src/faults/fault.schema.js';
import { ANA, PHONE, SandboxFixture } from './sandbox.fixture.js';

let fixture: SandboxFixture;

beforeAll(async () => {
  fixture = await SandboxFixture.start();
});

afterAll(() => fixture.close());
afterEach(() => fixture.sandbox.clearLedger());

describe('Faults', () => {
  test('are played one a request; after the last all goes well', async () => {
    await fixture.sandbox.setFaults(ANA, {
      steps: [{ kind: 'status', status: 500 }, { kind: 'rate_limited' }, { kind: 'rejected', status: 403 }],
    });

    expect(await fixture.mail()).toMatchObject({ status: 500, body: { errors: [{ field: null }] } });
    expect(await fixture.mail()).toMatchObject({ status: 429, headers: { 'x-ratelimit-remaining': '0' } });
    expect(await fixture.mail()).toMatchObject({ status: 403, body: { errors: [{ message: 'access forbidden' }] } });
    expect(await fixture.mail()).toMatchObject({ status: 202 });

    const { items } = await fixture.sandbox.requests();
    expect(items.map(({ outcome }) => outcome)).toEqual(['accepted', 'rejected', 'rate_limited', 'server_error']);
    expect(await fixture.sandbox.messages()).toMatchObject({ total: 1 });
  });

  test('name the second in which the rate limit ends', async () => {
    await play(ANA, { kind: 'rate_limited', resetAfterSeconds: 30 });
    const earliest = Math.floor(Date.now() / 1_000) + 30;

    const reset = Number((await fixture.mail()).headers['x-ratelimit-reset']);
    expect(reset - earliest).toBeGreaterThanOrEqual(0);
    expect(reset - earliest).toBeLessThanOrEqual(2);
  });

  test('go on for ever when repeated, until they are removed', async () => {
    await fixture.sandbox.setFaults(PHONE, { steps: [{ kind: 'rejected', code: 21610 }], repeat: true });

    await expect(fixture.sms()).rejects.toMatchObject({ status: 400, code: 21610 });
    await expect(fixture.sms()).rejects.toMatchObject({ status: 400, code: 21610 });
    await fixture.sandbox.removeFaults(PHONE);
    expect(await fixture.sms()).toMatchObject({ status: 'queued' });
  });

  test('speak as Twilio does', async () => {
    await fixture.sandbox.setFaults(PHONE, { steps: [{ kind: 'rate_limited' }, { kind: 'status', status: 503 }] });

    await expect(fixture.sms()).rejects.toMatchObject({ status: 429, code: 20429 });
    await expect(fixture.sms()).rejects.toMatchObject({ status: 503, code: 20503 });
  });

  test('can lose the answer to an accepted message', async () => {
    await play(ANA, { kind: 'answer_lost' });

    await expect(fixture.postMail()).rejects.toThrow('fetch failed');
    expect(await fixture.sandbox.messages()).toMatchObject({ total: 1 });
    expect(await fixture.sandbox.requests()).toMatchObject({
      items: [{ outcome: 'answer_lost', accepted: true, status: null }],
    });
  });

  test.each([
    { accepted: true, total: 1 },
    { accepted: false, total: 0 },
  ])('can answer too late (accepted: $accepted)', async ({ accepted, total }) => {
    await play(ANA, { kind: 'slow', delayMs: 60_000, accepted });

    await expect(fixture.postMail({}, { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
    expect(await fixture.sandbox.messages()).toMatchObject({ total });
  });

  test('can answer late', async () => {
    await play(ANA, { kind: 'slow', delayMs: 50, accepted: true });

    expect(await fixture.postMail()).toMatchObject({ status: 202 });
  });

  test('can break after accepting', async () => {
    await play(ANA, { kind: 'status', status: 502, accepted: true });

    expect(await fixture.postMail()).toMatchObject({ status: 502, body: expect.stringContaining('<html>') });
    expect(await fixture.sandbox.messages()).toMatchObject({ total: 1 });
  });

  test.each([{ accepted: true }, { accepted: false }])('can answer byte by byte (accepted: $accepted)', async (how) => {
    await play(ANA, { kind: 'drip', everyMs: 2, ...how });
    const started = Date.now();

    expect(await fixture.postMail()).toMatchObject({ status: how.accepted ? 202 : 503 });
    expect(Date.now() - started).toBeGreaterThan(80);
    expect(await fixture.sandbox.messages()).toMatchObject({ total: how.accepted ? 1 : 0 });
  });

  test('can drip past any time-out', async () => {
    await play(ANA, { kind: 'drip', everyMs: 50, accepted: true });

    await expect(fixture.postMail({}, { signal: AbortSignal.timeout(300) })).rejects.toThrow('timeout');
  });

  test.each([{ accepted: true }, { accepted: false }])(
    'can reset the connection (accepted: $accepted)',
    async (how) => {
      await play(ANA, { kind: 'reset', ...how });

      await expect(fixture.postMail()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
      expect(await fixture.sandbox.messages()).toMatchObject({ total: how.accepted ? 1 : 0 });
      expect(await fixture.sandbox.requests()).toMatchObject({ items: [{ outcome: 'reset', status: null }] });
    },
  );

  test('can be pages of HTML, from either provider', async () => {
    await play(ANA, { kind: 'status', status: 500, accepted: false, html: true });
    await play(PHONE, { kind: 'rejected', status: 403, html: true });

    expect(await fixture.mail()).toMatchObject({ status: 500, body: expect.stringContaining('<html>') });
    const refusal = await fixture.sms().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ status: 403 });
    expect(refusal).not.toHaveProperty('code', expect.anything());
  });

  test.each([400, 401, 403, 413] as const)('can be a permanent %i from SendGrid', async (status) => {
    await play(ANA, { kind: 'rejected', status });

    expect(await fixture.mail()).toMatchObject({ status });
    expect(await fixture.sandbox.messages()).toMatchObject({ total: 0 });
  });

  test.each([21211, 21614, 21635, 21610, 21408, 21608, 21611, 30005, 30006, 30007, 30034])(
    'can be %i from Twilio',
    async (code) => {
      await play(PHONE, { kind: 'rejected', status: 400, code });

      await expect(fixture.sms()).rejects.toMatchObject({ status: 400, code, message: expect.any(String) });
    },
  );

  test('can be everybody’s who has none of their own', async () => {
    await fixture.sandbox.setFaults('*', { steps: [{ kind: 'status', status: 500 }], repeat: true });
    await play(ANA, { kind: 'ok' });

    expect(await fixture.mail()).toMatchObject({ status: 202 });
    expect(await fixture.mail({ to: 'ben@example.com' })).toMatchObject({ status: 500 });
    await fixture.sandbox.removeFaults('*');
    expect(await fixture.mail({ to: 'ben@example.com' })).toMatchObject({ status: 202 });
  });

  test('that make no sense are refused', async () => {
    await expect(play(ANA, { kind: 'status', status: 200, accepted: false })).rejects.toMatchObject({ status: 400 });
  });

  test('do not keep the sandbox from closing', async () => {
    const other = await SandboxFixture.start();
    await other.sandbox.setFaults(ANA, { steps: [{ kind: 'slow', delayMs: 60_000 }] });
    const answer = other.postMail();
    const lost = expect(answer).rejects.toThrow('fetch failed');
    while ((await other.sandbox.messages()).total === 0);

    await other.close();
    await lost;
  });
});

describe('The ledger', () => {
  test('is searched by provider, recipient and time', async () => {
    await fixture.mail();
    await fixture.sms();
    const inAMinute = new Date(Date.now() + 60_000).toISOString();

    const { items } = await fixture.sandbox.messages();
    expect(items.map(({ provider }) => provider)).toEqual(['twilio', 'sendgrid']);
    expect(await fixture.sandbox.messages({ provider: 'twilio' })).toMatchObject({ total: 1, items: [{ to: PHONE }] });
    expect(await fixture.sandbox.messages({ to: ANA })).toMatchObject({ total: 1, items: [{ to: ANA }] });
    expect(await fixture.sandbox.messages({ since: inAMinute })).toMatchObject({ total: 0 });
    expect(await fixture.sandbox.messages({ until: inAMinute, status: 'sent' })).toMatchObject({ total: 1 });
    expect(await fixture.sandbox.messages({ until: items[1]?.at ?? '' })).toMatchObject({ total: 0 });
    expect(await fixture.sandbox.messages({ providerMessageId: items[1]?.providerMessageId ?? '' })).toMatchObject({
      total: 1,
      items: [{ to: ANA }],
    });
    expect(await fixture.sandbox.messages({ limit: 1 })).toMatchObject({ total: 2, items: [{ provider: 'twilio' }] });
  });

  test('leaves content out when asked to, and gives it with a single message', async () => {
    await fixture.mail();

    const { items } = await fixture.sandbox.messages({ content: 'false' });
    expect(items).toMatchObject([{ html: null, text: null }]);
    expect(await fixture.sandbox.message(items[0]?.id ?? -1)).toMatchObject({ html: '<p>Hello</p>', text: 'Hello' });
    await expect(fixture.sandbox.message(-1)).rejects.toMatchObject({ status: 404 });
  });

  test('refuses a question it does not understand', async () => {
    expect((await fetch(`${fixture.url}/sandbox/ledger?recipient=${ANA}`)).status).toBe(400);
  });
});

test('The sandbox tells its health and serves its page', async () => {
  expect((await fetch(`${fixture.url}/health/live`)).status).toBe(200);
  expect((await fetch(`${fixture.url}/health/ready`)).status).toBe(200);
  expect(await (await fetch(fixture.url)).text()).toContain('<title>');
});

function play(recipient: string, step: FaultStep): Promise<void> {
  return fixture.sandbox.setFaults(recipient, { steps: [step] });
}
