/**
 * Customers withdraw their permission while workers claim, decide and send. Each part of the protocol that keeps the promise is taken away
 * in turn: then this workload must see the promise broken, or it would prove nothing about the whole.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as delay } from 'node:timers/promises';
import { DEFAULT_PREFERENCES, type Preferences } from '#contracts';
import { type Claim, START_WINDOW_MS } from '#database';
import fc from 'fast-check';
import { PreferencesService } from '../../apps/preferences-api/src/preferences/preferences.service.js';
import { AssignmentLoader } from '../../libs/delivery/src/assignment.loader.js';
import { anOrderEvent } from '../builders/order-events.js';
import { HttpSender } from '../system/http-sender.js';
import { Pipeline } from '../system/pipeline.js';
import { drawSeed } from '../system/seed.js';

const CUSTOMERS = 90;
/** Spread out, so that the machine's own slowness does not decide the race. */
const BUSY_MS = 3_000;
/** How far a revocation is from the claim, before or behind. */
const APART_MS = 300;
/** Together they are often within the start window, and often past it. */
const SLOWEST_DECISION_MS = 600;
const SLOWEST_WRITE_MS = 1_000;
/** undici says so right before it writes a request's first byte. */
const REQUEST_WRITTEN = 'undici:client:sendHeaders';

/** Which preferences the worker's decision is made on. */
type DecidesOn = 'what it reads after the claim' | 'what was read before the claim' | 'what dispatch saw';

interface Protocol {
  readonly decidesOn: DecidesOn;
  /** The worker starts no request once the start window has closed. */
  readonly window: boolean;
  /** Whoever revokes waits the window out while a send is under way. */
  readonly wait: boolean;
}

const WHOLE: Protocol = { decidesOn: 'what it reads after the claim', window: true, wait: true };

/** When something happens to a customer, in milliseconds from the start. */
const momentsArbitrary = fc.record({
  claimed: fc.noBias(fc.nat(BUSY_MS)),
  apart: fc.noBias(fc.integer({ min: -APART_MS, max: APART_MS })),
  slowToDecide: fc.noBias(fc.nat(SLOWEST_DECISION_MS)),
  slowToWrite: fc.noBias(fc.nat(SLOWEST_WRITE_MS)),
});
type Moments = typeof momentsArbitrary extends fc.Arbitrary<infer T> ? T : never;

interface Customer extends Moments {
  readonly userId: string;
  readonly notificationId: string;
  /** What was read before the claim. */
  seenBefore: Preferences;
  acknowledgedAt: number;
  /** Milliseconds until it was acknowledged. */
  revocationTook: number;
}

describe('no request starts after a revocation was acknowledged', () => {
  const seed = drawSeed('RACE_SEED');
  let pipeline: Pipeline;
  let provider: Server;
  let sender: HttpSender;
  let customers: ReadonlyMap<string, Customer>;
  /** By customer, when the request's first byte was written. */
  const written = new Map<string, number>();
  const twice: string[] = [];
  /** Customers whose first claim came too late. */
  const late = new Set<string>();

  const noteRequest = (message: unknown) => {
    const [, userId] = /x-customer: (.*)\r\n/.exec((message as { headers: string }).headers) ?? [];
    if (userId === undefined) return;
    if (written.has(userId)) twice.push(userId);
    written.set(userId, performance.now());
  };

  beforeAll(async () => {
    pipeline = await Pipeline.start();
    provider = createServer((_request, response) => void response.writeHead(202).end()).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    const { port } = provider.address() as AddressInfo;
    sender = new HttpSender(`http://127.0.0.1:${port}`, (userId) => customerOf(userId).slowToWrite);
    subscribe(REQUEST_WRITTEN, noteRequest);
  }, 30_000);

  afterAll(async () => {
    unsubscribe(REQUEST_WRITTEN, noteRequest);
    await sender.close();
    provider.close();
    await pipeline.stop();
  });

  beforeEach(async () => {
    await pipeline.database.query(
      `TRUNCATE delivery_queue, notification_log, inbox_counter, notification_attempt, outbox, order_event, preference_change, delivery_figure`,
    );
    written.clear();
    twice.length = 0;
    late.clear();
    customers = await givenCustomers();
  });

  afterEach(() => void jest.restoreAllMocks());

  async function givenCustomers(): Promise<ReadonlyMap<string, Customer>> {
    const moments = fc.sample(momentsArbitrary, { seed, numRuns: CUSTOMERS });
    await pipeline.dispatcher().dispatch(moments.map(() => anOrderEvent('order_confirmed')));
    const emails = await pipeline.database.query<Pick<Customer, 'userId' | 'notificationId'>>(
      `SELECT user_id AS "userId", id AS "notificationId" FROM delivery_queue WHERE channel = 'email' ORDER BY id`,
    );
    const before = { seenBefore: DEFAULT_PREFERENCES, acknowledgedAt: Infinity, revocationTook: 0 };
    return new Map(emails.map((email, i) => [email.userId, { ...email, ...(moments[i] as Moments), ...before }]));
  }

  /** Of emails. */
  async function statuses(): Promise<string[]> {
    const emails = (await pipeline.rows()).filter(({ channel }) => channel === 'email');
    return [...new Set(emails.map(({ status }) => status))].sort();
  }

  function customerOf(userId: string): Customer {
    const customer = customers.get(userId);
    if (customer === undefined) throw new Error(`${userId} is nobody`);
    return customer;
  }

  /** Slow between reading and deciding, as on a machine that is short of time; with its decision made on the preferences in question. */
  class SlowLoader extends AssignmentLoader {
    constructor(private readonly decidesOn: DecidesOn) {
      super(pipeline.database, pipeline.keys(), pipeline.hasher, pipeline.tracing, pipeline.settings);
    }

    override async load(...args: Parameters<AssignmentLoader['load']>): ReturnType<AssignmentLoader['load']> {
      const assignments = await super.load(...args);
      await Promise.all(assignments.map(({ claim }) => delay(this.slowness(claim))));
      return assignments.map((assignment) => {
        const preferences = this.preferencesFor(assignment.claim, assignment.situation.preferences);
        return { ...assignment, situation: { ...assignment.situation, preferences } };
      });
    }

    /** What came too late is claimed again, and then decided on at once. */
    private slowness({ userId, claimNo }: Claim): number {
      if (claimNo === 1) return customerOf(userId).slowToDecide;
      late.add(userId);
      return 0;
    }

    private preferencesFor({ userId, claimNo }: Claim, read: Preferences): Preferences {
      // What is claimed again is not part of the race.
      if (claimNo > 1) return read;
      switch (this.decidesOn) {
        case 'what it reads after the claim':
          return read;
        case 'what was read before the claim':
          return customerOf(userId).seenBefore;
        case 'what dispatch saw':
          return DEFAULT_PREFERENCES;
      }
    }
  }

  /** @returns the customers who were written to after their revocation had been acknowledged */
  async function race({ decidesOn, window, wait }: Protocol): Promise<Customer[]> {
    // A clock that stands still never closes the window.
    if (!window) jest.spyOn(pipeline.clock, 'monotonic').mockReturnValue(0);
    if (!wait) {
      const revoker = PreferencesService.prototype as unknown as { untilNoSendCanStart: () => Promise<void> };
      jest.spyOn(revoker, 'untilNoSendCanStart').mockResolvedValue();
    }
    const { delivery } = pipeline.worker(sender, { capacity: 2 * CUSTOMERS, loader: new SlowLoader(decidesOn) });
    const preferences = pipeline.preferences();

    const claim = async (customer: Customer) => {
      await delay(customer.claimed);
      customer.seenBefore = (await preferences.find(customer.userId)).preferences;
      if (decidesOn === 'what was read before the claim') await delay(customer.slowToDecide / 2);
      await delivery.deliverFresh([customer.notificationId]);
    };
    const revoke = async (customer: Customer) => {
      await delay(Math.max(0, customer.claimed + customer.apart));
      const asked = performance.now();
      const off = { ...DEFAULT_PREFERENCES, globalEnabled: false };
      await preferences.change(customer.userId, 'preferences_api', () => off);
      customer.acknowledgedAt = performance.now();
      customer.revocationTook = customer.acknowledgedAt - asked;
    };
    await Promise.all([...customers.values()].flatMap((customer) => [claim(customer), revoke(customer)]));
    await delivery.untilIdle();
    expect(twice).toEqual([]);
    return [...customers.values()].filter(({ userId, acknowledgedAt }) => (written.get(userId) ?? 0) > acknowledgedAt);
  }

  it('AC-11 with all of the protocol: never', async () => {
    expect(await race(WHOLE)).toEqual([]);
    // The race took place: some were written to, some were not, some came too late, some revocations had to wait for the window.
    const waited = [...customers.values()].filter(({ revocationTook }) => revocationTook >= START_WINDOW_MS);
    expect([written.size > 3, late.size > 3, waited.length > 3]).toEqual([true, true, true]);
    expect(await statuses()).toEqual(['sent', 'suppressed']);
  }, 30_000);

  it.each<[string, Protocol]>([
    ['a decision at the moment of sending', { ...WHOLE, decidesOn: 'what dispatch saw' }],
    ['a decision on what is read after the claim', { ...WHOLE, decidesOn: 'what was read before the claim' }],
    ['the start window of the worker', { ...WHOLE, window: false }],
    ['the wait of whoever revokes', { ...WHOLE, wait: false }],
  ])(
    'AC-11 without %s: this test would notice',
    async (_part, protocol) => {
      expect(await race(protocol)).not.toEqual([]);
    },
    30_000,
  );
});
