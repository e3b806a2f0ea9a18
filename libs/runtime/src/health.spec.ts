import { describe, expect, it } from '@jest/globals';
import { HealthRegistry } from './health.js';

class AwayError extends Error {
  readonly retryable = true;
}

const outcomeOf = async (check: () => Promise<string | undefined>) => {
  const registry = new HealthRegistry();
  registry.requireForReadiness({ name: 'database', check });
  expect(registry.liveness()).toEqual([]);
  return (await registry.readiness()[0]?.()) as unknown;
};

describe('a dependency', () => {
  it('is up when its check finds nothing', async () => {
    expect(await outcomeOf(() => Promise.resolve(undefined))).toEqual({ database: { status: 'up' } });
  });

  it.each([
    ['the check says so', () => Promise.resolve('away')],
    ['the check cannot reach it', () => Promise.reject(new AwayError('away'))],
  ])('is down when %s', async (_, check) => {
    expect(await outcomeOf(check)).toEqual({ database: { status: 'down', message: 'away' } });
  });

  it('is down when it does not answer in time for a probe', async () => {
    const hanging = () => new Promise<never>(() => undefined);
    expect(await outcomeOf(hanging)).toEqual({ database: { status: 'down', message: 'no answer within 3 s' } });
  });

  it('does not hide a check that is broken', async () => {
    await expect(outcomeOf(() => Promise.reject(new TypeError('broken')))).rejects.toThrow('broken');
  });
});
