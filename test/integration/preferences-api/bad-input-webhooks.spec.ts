import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { developmentSettings } from '../../../infra/development-settings.js';
import { ApiFixture } from './api.fixture.js';
import { type Faults, REQUEST_ID, invalid, invalidJson, problem } from './problem-documents.js';
import { WebhookSender, aMessageSid, aSendgridEvent } from './webhook-sender.js';

const NOBODYS_ID = '0199aaaa-0000-7000-8000-000000000001';
const HOUR = 3_600_000;
const SID = 'must be the SID of a message';
const BASE = '/api/v2/webhooks';
const invalidSignature = problem(403, 'invalid_signature', 'The signature is not valid');

describe('bad input in a webhook', () => {
  let api: ApiFixture;
  let webhooks: WebhookSender;
  beforeAll(async () => {
    api = await ApiFixture.start();
    webhooks = new WebhookSender(api, REQUEST_ID);
  }, 30_000);
  afterAll(() => api.stop());
  beforeEach(async () => {
    await api.database.query('TRUNCATE webhook_inbox');
  });

  const nothingIsStored = async () => {
    expect(await api.database.query('SELECT 1 FROM webhook_inbox')).toEqual([]);
  };

  const batch = () => JSON.stringify([aSendgridEvent('delivered', { id: NOBODYS_ID })]);

  describe('of SendGrid', () => {
    it.each<[string, string, object]>([
      ['no JSON', '[', invalidJson],
      ['no body', '', invalidJson],
      ['one event', '{}', invalid({ '': 'must be an array of events' })],
      ['null', 'null', invalid({ '': 'must be an array of events' })],
      [
        'an event that names a field twice',
        '[{},{"event":"open","event":"click"}]',
        problem(400, 'duplicate_key', 'An object in the body names a field twice', {
          errors: [{ field: '1.event', message: 'is named twice' }],
        }),
      ],
      [
        'events nested too deeply',
        `${'['.repeat(33)}${']'.repeat(33)}`,
        problem(400, 'nested_too_deeply', 'The body is nested too deeply', {
          detail: 'At most 32 objects and arrays within each other',
        }),
      ],
      [
        'a batch over 1 MiB',
        JSON.stringify(['x'.repeat(1024 * 1024)]),
        problem(413, 'body_too_large', 'The body is too large'),
      ],
    ])('%s', async (_, body, expected) => {
      expect((await webhooks.sendgridBody(body)).body).toEqual(expected);
      await nothingIsStored();
    });

    it('a batch that is not UTF-8', async () => {
      const body = Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]);
      expect((await webhooks.sendgridBody(body)).body).toEqual(
        problem(400, 'invalid_encoding', 'The body is not UTF-8'),
      );
    });

    it.each<[string, () => Promise<{ body: unknown }>]>([
      ['of another body', () => webhooks.sendgridBody(batch(), { signed: '[]' })],
      ['too old', () => webhooks.sendgridBody(batch(), { at: new Date(Date.now() - 26 * HOUR) })],
      ['of the future', () => webhooks.sendgridBody(batch(), { at: new Date(Date.now() + HOUR) })],
      [
        'absent',
        () =>
          api.call('POST', `${BASE}/sendgrid`, {
            body: batch(),
            headers: { ...REQUEST_ID, 'content-type': 'application/json' },
          }),
      ],
      [
        'that is none',
        () =>
          api.call('POST', `${BASE}/sendgrid`, {
            body: batch(),
            headers: {
              ...REQUEST_ID,
              'content-type': 'application/json',
              'x-twilio-email-event-webhook-timestamp': 'now',
              'x-twilio-email-event-webhook-signature': '%',
            },
          }),
      ],
    ])('a signature %s', async (_, send) => {
      expect((await send()).body).toEqual(invalidSignature);
      await nothingIsStored();
    });

    it('events that are none stop no others: the batch would only come again', async () => {
      const good = aSendgridEvent('delivered', { id: NOBODYS_ID });
      const bad = [
        null,
        'open',
        {},
        { ...good, sg_event_id: 'a b' },
        { ...good, timestamp: -1 },
        { ...good, event: '' },
      ];
      expect((await webhooks.sendgrid(...bad, good)).status).toBe(204);
      expect(await api.database.query('SELECT 1 FROM webhook_inbox')).toHaveLength(1);
    });
  });

  describe('of Twilio', () => {
    const status = { MessageSid: aMessageSid(), MessageStatus: 'delivered' };
    const statusPath = `${BASE}/twilio/status?notificationId=${NOBODYS_ID}&attempt=1`;
    const inboundPath = `${BASE}/twilio/inbound`;

    it.each<[string, string, Record<string, string | string[]>, Faults]>([
      ['an empty status', statusPath, {}, { MessageSid: 'is required', MessageStatus: 'is required' }],
      ['a status of another thing', statusPath, { ...status, MessageSid: 'CA1' }, { MessageSid: SID }],
      [
        'a status of two messages',
        statusPath,
        { ...status, MessageSid: [aMessageSid(), aMessageSid()] },
        { MessageSid: 'must be a single string' },
      ],
      [
        'a status that is none',
        statusPath,
        { ...status, MessageStatus: 'on its way' },
        { MessageStatus: 'must be a status' },
      ],
      [
        'a status too long',
        statusPath,
        { ...status, MessageStatus: 'x'.repeat(41) },
        { MessageStatus: 'must be a status' },
      ],
      ['an error that is no number', statusPath, { ...status, ErrorCode: 'E30003' }, { ErrorCode: 'must be a number' }],
      ['an error too long', statusPath, { ...status, ErrorCode: '1234567' }, { ErrorCode: 'must be a number' }],
      ['an empty text', inboundPath, {}, { MessageSid: 'is required' }],
      ['a text of another thing', inboundPath, { MessageSid: 'CA1', Body: 'STOP' }, { MessageSid: SID }],
    ])('%s', async (_, path, form, faults) => {
      expect((await webhooks.twilio(path, form)).body).toEqual(invalid(faults));
      await nothingIsStored();
    });

    it.each([statusPath, inboundPath])('a signature of another address than %s', async (path) => {
      const { body } = await webhooks.twilio(path, status, 'https://shop.test/elsewhere');
      expect(body).toEqual(invalidSignature);
      await nothingIsStored();
    });

    it.each([statusPath, inboundPath])('no signature: %s', async (path) => {
      const { body } = await api.call('POST', path, { headers: REQUEST_ID, body: new URLSearchParams(status) });
      expect(body).toEqual(invalidSignature);
      await nothingIsStored();
    });

    it('a form over 64 KiB', async () => {
      const { body } = await webhooks.twilio(inboundPath, { MessageSid: aMessageSid(), Body: 'x'.repeat(64 * 1024) });
      expect(body).toEqual(problem(413, 'body_too_large', 'The body is too large'));
      await nothingIsStored();
    });

    it('JSON in place of a form: nothing in it is signed', async () => {
      const token = developmentSettings()['TWILIO_AUTH_TOKEN'] ?? '';
      const signature = twilio.getExpectedTwilioSignature(token, `https://shop.test${statusPath}`, {});
      const headers = { ...REQUEST_ID, 'x-twilio-signature': signature };
      expect((await api.call('POST', statusPath, { headers, json: status })).body).toEqual(invalidSignature);
    });
  });
});
