import { describe, expect, it } from '@jest/globals';
import { problemOf } from './api-problem.js';

async function messageOf(status: number, body: object): Promise<string> {
  const headers = { 'content-type': 'application/problem+json' };
  return (await problemOf(new Response(JSON.stringify(body), { status, headers }))).message;
}

describe('problemOf', () => {
  it('tells what is away as the service says it: it need not be the database', async () => {
    const code = 'temporarily_unavailable';
    expect(await messageOf(503, { code, detail: 'Kafka does not answer' })).toBe('Kafka does not answer');
    expect(await messageOf(503, { code })).toBe('The service cannot answer now. Try again shortly.');
  });

  it('uses words of its own where the operator can do something', async () => {
    expect(await messageOf(401, { code: 'expired_token', detail: 'exp' })).toMatch(/^This access token has expired/);
  });

  it('names the fields that are wrong', async () => {
    const errors = [{ field: 'limit', message: 'Too big' }];
    expect(await messageOf(400, { code: 'invalid', detail: 'Not valid', errors })).toBe('Not valid. limit: Too big');
  });
});
