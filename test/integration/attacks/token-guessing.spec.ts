/** Attacks on the links in messages: whoever tries many learns nothing, changes nothing, and is soon turned away. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Database } from '#database';
import { type Answer, ApiFixture } from '../preferences-api/api.fixture.js';

const GUESSES = 300;
const LIMIT = 200;

describe('N7 guessing the token of a link', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start({ RATE_LIMIT_ANYONE: String(LIMIT) });
  });
  afterAll(() => api.stop());

  it('finds nothing, asks the database for nothing, and ends at the limit of an address', async () => {
    const path = api.unsubscribePath({ userId: 'victim' });
    const token = Buffer.from(path.slice(path.lastIndexOf('/') + 1), 'base64url');
    const answers: Answer[] = [];
    const statements = jest.spyOn(api.app.get(Database), 'query');
    for (let guess = 0; guess < GUESSES; guess += 1) {
      // The last 32 bytes are the signature, the rest is readable: only they have to be guessed.
      const forged = Buffer.concat([token.subarray(0, -32), randomBytes(32)]).toString('base64url');
      const [method, place] =
        guess % 2 === 0 ? ['POST', path.slice(0, path.lastIndexOf('/'))] : ['GET', '/preferences'];
      answers.push(await api.call(method, `${place}/${forged}`, { headers: { accept: 'application/json' } }));
    }
    // Others are at work, too: start-up, upkeep.
    expect(JSON.stringify(statements.mock.calls)).not.toContain('victim');
    statements.mockRestore();
    const statuses = answers.map(({ status }) => status);
    expect(statuses.slice(0, LIMIT)).toEqual(Array.from({ length: LIMIT }, () => 404));
    expect(statuses.slice(LIMIT)).toEqual(Array.from({ length: GUESSES - LIMIT }, () => 429));
    expect(await api.database.query(`SELECT 1 FROM notification_preferences`)).toEqual([]);
  }, 60_000);
});
