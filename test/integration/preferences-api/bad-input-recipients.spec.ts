import { describe, expect, it } from '@jest/globals';
import { anApiForBadInput } from './bad-input.fixture.js';
import { type Faults, invalid, invalidJson, notFound, problem, unsupportedMediaType } from './problem-documents.js';

const UNKNOWN = 'is not a field we know';

describe('bad input in the recipient directory', () => {
  const { api, call } = anApiForBadInput();

  const recipient = (
    method: string,
    userId: string,
    { type = 'application/json', ...content }: { json?: unknown; body?: string; type?: string } = {},
  ) => {
    const headers = method === 'GET' ? {} : { 'content-type': type };
    return call(method, `/recipients/${userId}`, { scope: 'notifications:service', headers, ...content });
  };

  const nobodyIsKnown = async () => {
    expect(await api().database.query('SELECT 1 FROM recipient')).toEqual([]);
  };

  const consent = { channel: 'sms', purpose: 'p', method: 'm', at: '2026-11-01T09:30:00Z', textVersion: '1' };

  describe('in an entry', () => {
    it.each<[string, unknown, Faults]>([
      ['a list', [], { '': 'must be an object' }],
      ['null', null, { '': 'must be an object' }],
      ['unknown fields', { fax: '1', phones: [] }, { fax: UNKNOWN, phones: UNKNOWN }],
      ['the id, which the address has', { userId: 'ana' }, { userId: UNKNOWN }],
      [
        'empty fields',
        { email: '', phone: '', name: '', language: '', timeZone: '', country: '' },
        {
          email: 'must not be empty',
          phone: 'must not be empty',
          name: 'must not be empty',
          language: 'must not be empty',
          timeZone: 'must not be empty',
          country: 'must not be empty',
        },
      ],
      [
        'fields too long',
        {
          email: 'x'.repeat(255),
          phone: '1'.repeat(33),
          name: 'x'.repeat(201),
          language: 'x'.repeat(36),
          timeZone: 'x'.repeat(65),
          country: 'USA',
        },
        {
          email: 'must have at most 254 characters',
          phone: 'must have at most 32 characters',
          name: 'must have at most 200 characters',
          language: 'must have at most 35 characters',
          timeZone: 'must have at most 64 characters',
          country: 'must have at most 2 characters',
        },
      ],
      ['a number that is none in JSON', { phone: 14155550123 }, { phone: 'must be a string' }],
      ['two addresses', { email: ['a@example.com'] }, { email: 'must be a single string' }],
      ['a name with NUL', { name: 'A\u0000na' }, { name: 'must not contain NUL' }],
      ['half a character', { name: 'Ana \ud83d' }, { name: 'must not contain unpaired surrogates' }],
      ['consents that are null', { consents: null }, { consents: 'must be an array' }],
      ['too many consents', { consents: Array(21).fill(consent) }, { consents: 'must have at most 20 items' }],
      [
        'an empty consent',
        { consents: [consent, {}] },
        {
          'consents.1.channel': 'is required',
          'consents.1.purpose': 'is required',
          'consents.1.method': 'is required',
          'consents.1.at': 'is required',
          'consents.1.textVersion': 'is required',
        },
      ],
      [
        'a consent out of bounds',
        {
          consents: [
            {
              channel: 'email',
              purpose: '',
              method: 'x'.repeat(65),
              at: '2026-11-01',
              textVersion: 1,
            },
          ],
        },
        {
          'consents.0.channel': 'must be "sms"',
          'consents.0.purpose': 'must not be empty',
          'consents.0.method': 'must have at most 64 characters',
          'consents.0.at': 'must be a time such as "2026-11-25T14:05:00Z"',
          'consents.0.textVersion': 'must be a string',
        },
      ],
    ])('%s', async (_, json, faults) => {
      const { status, body } = await recipient('PUT', 'ana', { json });
      expect(status).toBe(422);
      expect(body).toEqual(invalid(faults));
      await nobodyIsKnown();
    });
  });

  describe('in a message', () => {
    it.each<[string, { body?: string; type?: string }, object]>([
      ['no body', {}, invalid({ '': 'is missing' })],
      ['no JSON', { body: '{' }, invalidJson],
      [
        'a merge patch',
        { body: '{}', type: 'application/merge-patch+json' },
        unsupportedMediaType('Read here: application/json'),
      ],
      [
        'a field that is named twice',
        { body: '{"email":"a@example.com","email":"b@example.com"}' },
        problem(400, 'duplicate_key', 'An object in the body names a field twice', {
          errors: [{ field: 'email', message: 'is named twice' }],
        }),
      ],
    ])('%s', async (_, content, expected) => {
      expect((await recipient('PUT', 'ana', content)).body).toEqual(expected);
      await nobodyIsKnown();
    });
  });

  describe('in an address', () => {
    it.each<[string, string, object]>([
      ['an id too long', 'x'.repeat(129), invalid({ userId: 'must have at most 128 characters' })],
      ['an id with NUL', 'a%00b', invalid({ userId: 'must not contain NUL' })],
      ['bytes that are no UTF-8', '%ff', problem(400, 'malformed_request', 'The request is malformed')],
    ])('%s', async (_, userId, expected) => {
      for (const method of ['GET', 'PUT']) {
        const json = method === 'GET' ? {} : { json: {} };
        expect((await recipient(method, userId, json)).body).toEqual(expected);
      }
      await nobodyIsKnown();
    });

    it('nobody', async () => {
      expect((await recipient('GET', 'nobody')).body).toEqual(notFound);
    });
  });
});
