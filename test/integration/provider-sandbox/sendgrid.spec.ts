import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { MailDataRequired } from '@sendgrid/mail';
import { MAIL_RULES } from '../../../apps/provider-sandbox/src/sendgrid/mail-send.rules.js';
import { ANA, API_KEY, type Fields, NOTIFICATION, SandboxFixture } from './sandbox.fixture.js';

type Rejection = { readonly field: string } & ({ readonly sdk: Partial<MailDataRequired> } | { readonly wire: Fields });

/** A request for each rule, by the SDK (`sdk`) or, where that would not let it through, as it is (`wire`). */
const REJECTED = {
  'from is required': { wire: { from: undefined }, field: 'from.email' },
  'from is a valid address': { sdk: { from: 'ana' }, field: 'from.email' },
  'reply_to is a valid address': { sdk: { replyTo: 'ana' }, field: 'reply_to.email' },
  'there is a personalization': { wire: { personalizations: [] }, field: 'personalizations' },
  'at most 1,000 personalizations': { sdk: { personalizations: customers(1_001) }, field: 'personalizations' },
  'at most 1,000 recipients': {
    sdk: { personalizations: customers(501).map(({ to }) => ({ to, cc: 'copy@example.com' })) },
    field: 'personalizations',
  },
  'every personalization has a recipient': { wire: { personalizations: [{ to: [] }] }, field: 'personalizations.0.to' },
  'recipients are valid addresses': {
    sdk: { personalizations: [{ to: 'ana@localhost' }] },
    field: 'personalizations.0.to.0.email',
  },
  'recipients of a personalization are unique': {
    sdk: { personalizations: [{ to: ANA, cc: ANA.toUpperCase() }] },
    field: 'personalizations.0',
  },
  'there is a subject': { wire: { subject: undefined }, field: 'subject' },
  'there is content': { wire: { content: undefined }, field: 'content' },
  'content has a type': { wire: { content: [{ value: 'Hello' }] }, field: 'content.0.type' },
  'content is not empty': { wire: { content: [{ type: 'text/plain', value: '' }] }, field: 'content.0.value' },
  'text/plain and text/html appear once': {
    sdk: { content: [part('text/plain'), part('text/plain')] },
    field: 'content',
  },
  'text/plain comes first, then text/html': {
    sdk: { content: [part('text/html'), part('text/plain')] },
    field: 'content',
  },
  'at most 10 categories': { sdk: { categories: 'abcdefghijk'.split('') }, field: 'categories' },
  'categories have at most 255 characters': { sdk: { categories: ['c'.repeat(256)] }, field: 'categories.0' },
  'categories are unique': { sdk: { categories: ['delivered', 'delivered'] }, field: 'categories' },
  'custom_args have at most 10,000 bytes': {
    sdk: { customArgs: { long: 'x'.repeat(10_000) } },
    field: 'personalizations.0.custom_args',
  },
  'reserved headers are not set': { wire: { headers: { 'reply-TO': ANA } }, field: 'headers.reply-TO' },
} satisfies Record<(typeof MAIL_RULES)[number]['rule'], Rejection>;

let fixture: SandboxFixture;

beforeAll(async () => {
  fixture = await SandboxFixture.start();
});

afterAll(() => fixture.close());
afterEach(() => fixture.sandbox.clearLedger());

describe('A mail is refused unless', () => {
  test.each(Object.entries<Rejection>(REJECTED))('%s', async (rule, rejection) => {
    const { status, body } = await ('sdk' in rejection
      ? fixture.mail(rejection.sdk)
      : fixture.postMail(rejection.wire));

    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: expect.arrayContaining([errorFor(rule, rejection.field)]) });
    expect(await fixture.sandbox.messages()).toMatchObject({ total: 0 });
    expect(await fixture.sandbox.requests()).toMatchObject({ items: [{ outcome: 'refused', status: 400 }] });
  });
});

describe('A mail is refused with', () => {
  test.each<[string, Fields, string, string]>([
    ['an unknown field', { text: 'Hello' }, 'text', 'Additional property text is not allowed'],
    ['a value of another type', { subject: 7 }, 'subject', 'Invalid type. Expected: string, given: number.'],
    ['a custom argument that is no string', { custom_args: { attempt: 1 } }, 'custom_args.attempt', 'Invalid type'],
    ['a header that is no string', { headers: { 'X-Attempt': 1 } }, 'headers.X-Attempt', 'Invalid type'],
    ['custom arguments that are no object', { custom_args: 'a' }, 'custom_args', 'Expected: object, given: string'],
    [
      'misshapen tracking settings',
      { tracking_settings: { open_tracking: true } },
      'tracking_settings.open_tracking',
      'Expected: object, given: boolean',
    ],
  ])('%s', async (_what, override, field, message) => {
    expect(await fixture.postMail(override)).toMatchObject({
      status: 400,
      body: { errors: [{ field, message: expect.stringContaining(message) }] },
    });
  });

  test.each<[string, RequestInit, number]>([
    ['no key', { headers: { 'content-type': 'application/json' } }, 401],
    ['a wrong key', { headers: { 'content-type': 'application/json', authorization: 'Bearer SG.other' } }, 401],
    ['another content type', { headers: { 'content-type': 'text/plain', authorization: `Bearer ${API_KEY}` } }, 415],
    ['a body that is no JSON', { body: '{"from":' }, 400],
  ])('%s', async (_what, init, status) => {
    expect(await fixture.postMail({}, init)).toMatchObject({
      status,
      body: { errors: [{ message: expect.any(String), field: null, help: null }] },
    });
    expect(await fixture.sandbox.requests()).toMatchObject({ items: [{ outcome: 'refused', status }] });
  });

  test('a body over 30 MB, by a page', async () => {
    const body = ' '.repeat(30 * 1024 ** 2 + 1);

    expect(await fixture.postMail({}, { body })).toMatchObject({
      status: 413,
      body: expect.stringContaining('<html>'),
    });
  });
});

test('Every broken rule is reported at once', async () => {
  const { body } = await fixture.postMail({ from: undefined, subject: undefined });

  expect(body).toMatchObject({ errors: [{ field: 'from.email' }, { field: 'subject' }] });
});

test('What the SDK sends is accepted with 202 and no body, and the whole message is in the ledger', async () => {
  const { status, body, headers } = await fixture.mail({
    categories: ['order_shipped', 'attempt-1'],
    customArgs: { notification_id: NOTIFICATION },
    headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  });

  expect([status, body]).toEqual([202, '']);
  expect(await fixture.sandbox.messages({ notificationId: NOTIFICATION })).toEqual({
    total: 1,
    forgotten: 0,
    items: [
      {
        id: expect.any(Number),
        at: expect.any(String),
        provider: 'sendgrid',
        providerMessageId: headers['x-message-id'],
        notificationId: NOTIFICATION,
        to: ANA,
        from: 'orders@example.com',
        subject: 'Your order',
        text: 'Hello',
        html: '<p>Hello</p>',
        contentForgotten: false,
        categories: ['order_shipped', 'attempt-1'],
        customArgs: { notification_id: NOTIFICATION },
        headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
        tracking: { opens: true, clicks: true },
        statusCallback: null,
        segments: null,
        status: 'accepted',
        sentAt: null,
        errorCode: null,
        webhooks: [],
      },
    ],
  });
});

test('Each recipient gets a message of their own', async () => {
  await fixture.mail({ personalizations: [{ to: ['a@example.com', 'b@example.com'], cc: 'c@example.com' }] });

  const { items } = await fixture.sandbox.messages();
  expect(items.map(({ to }) => to).sort()).toEqual(['a@example.com', 'b@example.com', 'c@example.com']);
});

test('In sandbox mode a mail is only validated', async () => {
  expect(await fixture.mail({ mailSettings: { sandboxMode: { enable: true } } })).toMatchObject({ status: 200 });
  expect(await fixture.sandbox.messages()).toMatchObject({ total: 0 });
  expect(await fixture.sandbox.requests()).toMatchObject({ items: [{ outcome: 'validated', accepted: false }] });
});

test('A key is told its scopes, a wrong one nothing', async () => {
  const scopes = (key: string) => fetch(`${fixture.url}/v3/scopes`, { headers: { authorization: `Bearer ${key}` } });

  expect(await (await scopes(API_KEY)).json()).toEqual({ scopes: ['mail.send'] });
  expect((await scopes('SG.other')).status).toBe(401);
});

function errorFor(rule: string, field: string) {
  const message = MAIL_RULES.find((each) => each.rule === rule)?.message;
  return expect.objectContaining({ message, field });
}

function customers(count: number) {
  return Array.from({ length: count }, (_, index) => ({ to: `customer-${index}@example.com` }));
}

function part(type: string) {
  return { type, value: 'Hello' };
}
