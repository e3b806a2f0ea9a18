import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { CHANNELS, type Explanation, NOTIFICATION_TYPES, type OrderRecipient, type Preferences } from '#contracts';
import { pause, resume, suppressAddresses } from '#database';
import { DispatchPreviewer } from '#dispatch';
import fc from 'fast-check';
import { ExplainService } from '../../apps/preferences-api/src/explain/explain.service.js';
import { KnownContactsReader } from '../../apps/preferences-api/src/recipients/known-contacts.reader.js';
import { anOrderEvent } from '../builders/order-events.js';
import { Pipeline } from '../system/pipeline.js';
import { drawSeed } from '../system/seed.js';
import { HOUR, MINUTE } from '../system/test-clock.js';

const CAP = 6;
const RUNS = 150;

/** What becomes of a customer before anybody asks. */
interface Life {
  readonly preferences: Pick<Preferences, 'globalEnabled' | 'channels' | 'types' | 'quietHours' | 'timeZone'> | null;
  readonly directory: { email: boolean; phone: string | null; timeZone: string | null } | null;
  readonly recipient: 'none' | 'address' | 'all';
  readonly earlierEvents: number;
  readonly suppressed: boolean;
  readonly erased: boolean;
  readonly paused: 'all' | 'sms' | 'order_shipped' | null;
  readonly type: (typeof NOTIFICATION_TYPES)[number];
  readonly hoursLater: number;
}

/** Mostly the usual: or the first rule would decide them all. */
const rarely = fc.integer({ min: 0, max: 9 }).map((n) => n === 0);
const mostly = rarely.map((is) => !is);
// Long nights, so that many are met in one.
const start = fc.constantFrom('00:00', '10:00', '12:00', '18:00', '22:00');
const end = fc.constantFrom('06:30', '08:00', '09:59');
const zone = fc.constantFrom(null, 'Europe/Madrid', 'America/Los_Angeles', 'Asia/Kathmandu', 'Pacific/Apia');
const entry = fc.record({ enabled: mostly, channels: fc.subarray([...CHANNELS]) }, { requiredKeys: ['enabled'] });
const typeEntry = fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: entry });

const lives: fc.Arbitrary<Life> = fc.record({
  preferences: fc.option(
    fc.record({
      globalEnabled: mostly,
      channels: fc.record({ email: mostly, sms: mostly, in_app: mostly }),
      types: fc
        .tuple(...NOTIFICATION_TYPES.map(() => typeEntry))
        .map((entries) =>
          Object.fromEntries(NOTIFICATION_TYPES.flatMap((type, i) => (entries[i] ? [[type, entries[i]]] : []))),
        ),
      quietHours: fc.record({ enabled: mostly, start, end }),
      timeZone: zone,
    }),
    { freq: 8 },
  ),
  directory: fc.option(
    fc.record({ email: mostly, phone: fc.constantFrom(null, '+34600112233', '+14155550123'), timeZone: zone }),
    { freq: 3 },
  ),
  recipient: fc.constantFrom('none', 'address', 'all'),
  earlierEvents: fc.integer({ min: 0, max: 2 }),
  suppressed: fc.boolean(),
  erased: rarely,
  paused: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constantFrom('all', 'sms', 'order_shipped')),
  type: fc.constantFrom(...NOTIFICATION_TYPES),
  hoursLater: fc.integer({ min: 0, max: 23 }),
});

describe('explain', () => {
  let pipeline: Pipeline;
  let explanations: ExplainService;
  beforeAll(async () => {
    pipeline = await Pipeline.start({ DAILY_CAP: String(CAP) });
    const { database, hasher, settings, clock, ids } = pipeline;
    const keys = pipeline.keys();
    explanations = new ExplainService(
      new DispatchPreviewer(database, keys, hasher, settings),
      new KnownContactsReader(database, keys),
      database,
      clock,
      ids,
    );
  }, 30_000);
  afterAll(() => pipeline.stop());
  afterEach(async () => {
    for (const scope of ['all', 'sms', 'order_shipped'] as const)
      await resume(pipeline.database, scope, pipeline.clock.now());
  });

  /** @returns what later events say of the customer */
  async function live(userId: string, life: Life): Promise<OrderRecipient | undefined> {
    const { preferences, directory, erased } = life;
    if (directory !== null) {
      const { email, phone, timeZone } = directory;
      await pipeline.upsertCustomer({ userId, email: email ? `${userId}@example.com` : null, phone, timeZone });
    }
    if (preferences !== null) {
      await pipeline.preferences().change(userId, 'preferences_api', (stored) => ({
        ...stored.preferences,
        ...(preferences as Preferences),
      }));
    }
    const recipient = recipientOf(userId, life);
    if (life.suppressed) await suppress(recipient?.phone ?? directory?.phone ?? '+34600112233');
    for (let n = 0; n < life.earlierEvents; n++) {
      await pipeline.dispatch(
        anOrderEvent('order_confirmed', { data: { userId, recipient }, time: pipeline.clock.now() }),
      );
    }
    if (erased) await pipeline.deleteCustomer(userId);
    if (life.paused !== null) await pause(pipeline.database, life.paused, 'olga', null, pipeline.clock.now());
    return recipient;
  }

  async function suppress(phone: string): Promise<void> {
    const { hasher, ids, clock, database } = pipeline;
    const addressHash = hasher.hashesOf({ phone }).phoneHash ?? Buffer.alloc(0);
    const row = { id: ids.next(), channel: 'sms', addressHash, reason: 'stop', source: 'test', actor: 'test' } as const;
    await database.transaction((sql) => suppressAddresses(sql, [row], clock.now()));
  }

  it('F7 says what the dispatcher then does, whatever the customer chose and whenever it is', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(lives, async (life) => {
        pipeline.clock.advance(life.hoursLater * HOUR + 7 * MINUTE);
        const userId = `customer-${randomUUID()}`;
        const recipient = await live(userId, life);
        // Without an event that said anything, the next one is not expected to.
        const data = { userId, recipient: life.earlierEvents > 0 && !life.erased ? recipient : undefined };
        try {
          const told = await explanations.explain({ userId, type: life.type, at: undefined });
          const event = anOrderEvent(life.type, { data, time: pipeline.clock.now() });
          const rows = await pipeline.dispatch(event);
          for (const channel of told.channels) {
            expect({ channel: channel.channel, ...decisionOf(rows[channel.channel]) }).toEqual({
              channel: channel.channel,
              decision: channel.decision,
              reason: channel.reason,
            });
            if (channel.reason === 'quiet_hours') expectWithinAMinute(channel, rows[channel.channel].dueAt);
            seen.add(channel.reason ?? 'send');
          }
        } finally {
          if (life.paused !== null) await resume(pipeline.database, life.paused, pipeline.clock.now());
          await pipeline.database.query(`DELETE FROM suppression`);
        }
      }),
      { numRuns: RUNS, seed: drawSeed('EXPLAIN_SEED') },
    );
    // What was drawn came to every rule that a fresh event can meet.
    expect([...seen].sort()).toEqual([
      'channel_off',
      'daily_cap',
      'erased',
      'global_off',
      'no_address',
      'no_consent',
      'no_recipient',
      'paused',
      'quiet_hours',
      'send',
      'suppression_list',
      'type_off',
    ]);
  }, 120_000);
});

function recipientOf(userId: string, { recipient }: Life): OrderRecipient | undefined {
  switch (recipient) {
    case 'none':
      return undefined;
    case 'address':
      return { email: `${userId}@example.org`, phone: '+14155550199' };
    case 'all':
      return { email: `${userId}@example.org`, phone: '+447700900123', name: 'Ana', timeZone: 'Europe/London' };
  }
}

function decisionOf({ status, reason }: { readonly status: string; readonly reason: string | null }) {
  if (status !== 'pending') return { decision: 'suppress', reason };
  return { decision: reason === null ? 'send' : 'wait', reason };
}

/** Releases are spread over the minute after quiet time. */
function expectWithinAMinute({ until }: Explanation['channels'][number], dueAt: Date | null): void {
  const spread = (dueAt?.getTime() ?? 0) - Date.parse(until ?? '');
  expect(spread).toBeGreaterThanOrEqual(0);
  expect(spread).toBeLessThan(MINUTE);
}
