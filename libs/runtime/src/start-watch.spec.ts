import { describe, expect, it } from '@jest/globals';
import { type Dependency, HealthRegistry } from './health.js';
import { createLogger } from './logger.js';
import { SetupError } from './setup.error.js';
import { untilStarted } from './start-watch.js';

class AwayError extends Error {
  readonly retryable = true;
}

const away = () => Promise.reject(new AwayError('cannot be reached'));

/** @returns what is logged */
async function start(
  dependencies: readonly Dependency[],
  { withinMs = 0, signal = new AbortController().signal }: { withinMs?: number; signal?: AbortSignal } = {},
): Promise<{ msg: string; fault?: string }[]> {
  const health = new HealthRegistry();
  for (const dependency of dependencies) health.requireForStart(dependency);
  const lines: string[] = [];
  const logger = createLogger('test', 'info', { write: (line) => void lines.push(line) });
  await untilStarted(health, { withinMs, logger, signal });
  return lines.map((line) => JSON.parse(line) as { msg: string });
}

describe('a start', () => {
  it('succeeds without a word when everything is there', async () => {
    expect(await start([{ name: 'database', check: () => Promise.resolve(undefined) }])).toEqual([]);
  });

  it('fails when something is still missing in the end, and names each cause once with what to look at', async () => {
    const refused = start([
      { name: 'database', check: away, ifAway: 'check DATABASE_URL' },
      { name: 'schema', check: away, ifAway: 'check DATABASE_URL' },
      { name: 'kafka', check: () => Promise.resolve('a topic is missing: make it'), ifAway: 'check KAFKA_BROKERS' },
    ]);
    await expect(refused).rejects.toMatchObject({
      faults: ['database: cannot be reached: check DATABASE_URL', 'kafka: a topic is missing: make it'],
    });
    await expect(refused).rejects.toThrow(SetupError);
  });

  it('waits for what comes in time', async () => {
    let looks = 0;
    const check = () => Promise.resolve(++looks > 2 ? undefined : 'not yet');
    expect(await start([{ name: 'schema', check }], { withinMs: 10_000 })).toEqual([]);
    expect(looks).toBe(3);
  });

  it('needs nothing that may be away, and says so; what is found there counts', async () => {
    const lines = await start([{ name: 'kafka', check: away, mayBeAway: true }]);
    expect(lines).toMatchObject([{ level: 'warn', msg: 'started without it', fault: 'kafka: cannot be reached' }]);
    const wrong = { name: 'kafka', check: () => Promise.resolve('a topic is missing'), mayBeAway: true };
    await expect(start([wrong])).rejects.toThrow('kafka: a topic is missing');
  });

  it('does not wait when the app is told to end', async () => {
    const ending = new AbortController();
    const check = () => {
      ending.abort();
      return away();
    };
    expect(await start([{ name: 'database', check }], { signal: ending.signal })).toEqual([]);
  });

  it('does not hide a check that is broken', async () => {
    await expect(start([{ name: 'x', check: () => Promise.reject(new TypeError('broken')) }])).rejects.toThrow(
      TypeError,
    );
  });
});
