import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto';
import twilio from 'twilio';
import { SendgridSignature } from './sendgrid-signature.js';
import { TwilioSignature } from './twilio-signature.js';

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

describe('SendGrid’s signature', () => {
  const { publicKey, privateKey } = keyPair();
  const verifier = new SendgridSignature(publicKey.export({ type: 'spki', format: 'der' }).toString('base64'));
  const NOW = new Date('2026-11-25T12:00:00Z');
  const body = Buffer.from('[{"event":"delivered" }]\r\n');

  const HOUR = 3_600;
  const signed = (bytes: Buffer, key: KeyObject = privateKey, age = 0) => {
    const timestamp = String(NOW.getTime() / 1_000 - age);
    return {
      body,
      timestamp,
      signature: sign('sha256', Buffer.concat([Buffer.from(timestamp), bytes]), key).toString('base64'),
    };
  };

  it('fits the very bytes it was made of', () => {
    expect(verifier.isValid(signed(body), NOW)).toBe(true);
  });

  it('does not fit the same JSON written again', () => {
    expect(verifier.isValid(signed(Buffer.from(JSON.stringify(JSON.parse(body.toString())))), NOW)).toBe(false);
  });

  it('does not fit another timestamp', () => {
    const { timestamp, ...rest } = signed(body);
    expect(verifier.isValid({ ...rest, timestamp: String(Number(timestamp) + 1) }, NOW)).toBe(false);
  });

  it('of another key does not fit', () => {
    expect(verifier.isValid(signed(body, keyPair().privateKey), NOW)).toBe(false);
  });

  it.each([
    ['that has waited a day to be repeated', 24 * HOUR, true],
    ['older than SendGrid repeats', 26 * HOUR, false],
    ['of a clock that is a little ahead', -240, true],
    ['from the future', -600, false],
  ])('%s: %i s old', (_, age, valid) => {
    expect(verifier.isValid(signed(body, privateKey, age), NOW)).toBe(valid);
  });

  it('is refused, without an error, where it is missing or garbage', () => {
    const { timestamp, signature } = signed(body);
    expect(verifier.isValid({ body, timestamp, signature: undefined }, NOW)).toBe(false);
    expect(verifier.isValid({ body, timestamp: undefined, signature }, NOW)).toBe(false);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.string(), (bytes, text) => {
        const garbage = Buffer.from(bytes).toString('base64');
        expect(verifier.isValid({ body, timestamp, signature: garbage }, NOW)).toBe(false);
        expect(verifier.isValid({ body, timestamp, signature: text }, NOW)).toBe(false);
        expect(verifier.isValid({ body, timestamp: text, signature }, NOW)).toBe(text === timestamp);
      }),
    );
  });
});

describe('Twilio’s signature', () => {
  const TOKEN = 'a token';
  const pathAndQuery = '/api/v2/webhooks/twilio/status?notificationId=n-1&attempt=1';
  const form = { MessageSid: 'SM1', MessageStatus: 'delivered', To: '+14155550123' };
  const verifier = new TwilioSignature([TOKEN], 'https://shop.test/notifications');
  const url = `https://shop.test/notifications${pathAndQuery}`;
  const signature = twilio.getExpectedTwilioSignature(TOKEN, url, form);

  it('covers the public address and the form', () => {
    expect(verifier.isValid({ pathAndQuery, form, signature })).toBe(true);
    expect(verifier.isValid({ pathAndQuery: `${pathAndQuery}0`, form, signature })).toBe(false);
    expect(verifier.isValid({ pathAndQuery, form: { ...form, MessageStatus: 'failed' }, signature })).toBe(false);
    expect(new TwilioSignature([TOKEN], 'https://evil.test').isValid({ pathAndQuery, form, signature })).toBe(false);
    expect(
      new TwilioSignature(['another'], 'https://shop.test/notifications').isValid({ pathAndQuery, form, signature }),
    ).toBe(false);
  });

  it('counts by either token while one is replaced by the other', () => {
    const [former, next] = ['a former token', TOKEN];
    const both = new TwilioSignature([former, next], 'https://shop.test/notifications');
    for (const token of [former, next]) {
      const signed = twilio.getExpectedTwilioSignature(token, url, form);
      expect(both.isValid({ pathAndQuery, form, signature: signed })).toBe(true);
    }
    const stranger = twilio.getExpectedTwilioSignature('a third', url, form);
    expect(both.isValid({ pathAndQuery, form, signature: stranger })).toBe(false);
  });

  it('is refused, without an error, where it is missing or garbage, whatever the form', () => {
    expect(verifier.isValid({ pathAndQuery, form, signature: undefined })).toBe(false);
    fc.assert(
      fc.property(fc.string(), fc.webPath(), fc.dictionary(fc.string(), fc.anything()), (text, path, anyForm) => {
        expect(verifier.isValid({ pathAndQuery: path, form: anyForm, signature: text })).toBe(false);
      }),
    );
  });
});
