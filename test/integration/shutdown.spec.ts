/** A rolling update under load: each process gets its SIGTERM with work in hand, while its successor is running already. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DEFAULT_PREFERENCES, type OrderEvent } from '#contracts';
import { appendSmsConsents, savePreferences } from '#database';
import { v7 } from 'uuid';
import type { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import { signAccessToken } from '../../infra/access-token.js';
import { anOrderEvent } from '../builders/order-events.js';
import type { AppProcess } from '../system/app-process.js';
import { eventually } from '../system/eventually.js';
import { ProcessSystem } from '../system/process-system.js';

/** Kubernetes kills after 30 s. */
const GRACE_MS = 30_000;
const EVENTS_AT_ONCE = 5;
const EVERY_MS = 100;
/** Large enough to be in the dispatcher's hands, or on the way from it, when the signal comes. */
const BURST = 400;
/** Keeps sends in hand. */
const PROVIDER_TAKES_MS = 1_000;
const WITHIN_MS = 60_000;

const APPS = ['dispatcher', 'email-worker', 'sms-worker', 'in-app-worker', 'preferences-api'] as const;
type App = (typeof APPS)[number];
/** What a worker has calls to a provider in hand for. */
const SENDS: Partial<Record<App, string>> = { 'email-worker': 'email', 'sms-worker': 'sms' };

describe('a process that is told to end under load', () => {
  let system: ProcessSystem;
  let sandbox: SandboxClient;
  let token: string;
  /** The one that is there to stay. */
  const current = new Map<App, AppProcess>();
  const published: OrderEvent[] = [];
  /** Orders whose customers get texts. */
  const texted = new Set<string>();
  const endOfLoad = new AbortController();
  let load: Promise<unknown>;

  beforeAll(async () => {
    system = await ProcessSystem.open('shutdown');
    token = await signAccessToken(system.env, { subject: 'order-service', scope: 'notifications:service' });
    sandbox = await system.startSandbox();
    await Promise.all(APPS.map(async (app) => current.set(app, await started(app))));
    await system.untilReady(WITHIN_MS);
    await sandbox.setFaults('*', { steps: [{ kind: 'slow', delayMs: PROVIDER_TAKES_MS }], repeat: true });
    load = Promise.all([publishSteadily(), triggerSteadily()]);
  }, 2 * WITHIN_MS);

  afterAll(async () => {
    endOfLoad.abort();
    await load;
    await system.stop('SIGKILL');
  }, WITHIN_MS);

  const started = (app: App) => system.start(app, `replica-${randomUUID().slice(0, 8)}`);

  const publish = async (events: readonly OrderEvent[]) => {
    await system.publish(events);
    published.push(...events);
  };
  const someEvents = (count: number) => Array.from({ length: count }, () => anOrderEvent('order_confirmed'));

  async function publishSteadily(): Promise<void> {
    while (!endOfLoad.signal.aborted) {
      await publish(someEvents(EVENTS_AT_ONCE));
      await delay(EVERY_MS);
    }
  }

  /** As internal callers do: what was not answered is asked for again, with the same key. */
  async function triggerSteadily(): Promise<void> {
    while (!endOfLoad.signal.aborted) {
      const [event] = someEvents(1) as [OrderEvent];
      await eventually(() => trigger(event), WITHIN_MS);
      published.push(event);
      await delay(EVERY_MS);
    }
  }

  async function trigger({ id, type, data }: OrderEvent): Promise<void> {
    const answer = await fetch(`${running('preferences-api').url}/api/v2/notifications`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': id },
      body: JSON.stringify({ type, data }),
    });
    const text = await answer.text();
    if (answer.status !== 202) throw new Error(`the trigger answered ${answer.status}: ${text}`);
  }

  function running(app: App): AppProcess {
    const found = current.get(app);
    if (found === undefined) throw new Error(`${app} was not started`);
    return found;
  }

  const sendingOn = (channel: string) =>
    system.database.query(`SELECT id FROM delivery_queue WHERE channel = $1 AND state = 'sending'`, [channel]);

  /** As their customers would have it: texts, at any hour. */
  async function allowTexts(events: readonly OrderEvent[]): Promise<void> {
    const now = new Date();
    const wanted = { ...DEFAULT_PREFERENCES, channels: { email: true, sms: true, in_app: true } };
    const quietHours = { ...wanted.quietHours, enabled: false };
    const given = { action: 'granted', purpose: 'order_notifications', method: 'form', source: 'test' } as const;
    for (const { data } of events) {
      const { userId } = data;
      await savePreferences(system.database, userId, { ...wanted, quietHours }, now);
      const consent = { id: v7(), userId, addressHash: null, textVersion: '1', actor: 'customer', at: now, ...given };
      await appendSmsConsents(system.database, [consent]);
      texted.add(data.orderId);
    }
  }

  it.each(APPS)(
    'AC-15 ends with 0 within the grace period, and without a complaint: %s',
    async (app) => {
      const leaving = running(app);
      const successor = await started(app);
      await successor.untilReady(WITHIN_MS);
      current.set(app, successor);
      const burst = someEvents(BURST);
      if (app === 'sms-worker') await allowTexts(burst);
      await publish(burst);
      const channel = SENDS[app];
      if (channel !== undefined)
        await eventually(async () => expect((await sendingOn(channel)).length).toBeGreaterThan(20));

      const asked = performance.now();
      expect(await leaving.end('SIGTERM')).toBe(0);
      expect(performance.now() - asked).toBeLessThan(GRACE_MS);
      expect(leaving.lines.filter(({ level }) => level !== 'warn')).toEqual([]);
      expect(leaving.printed).toEqual([]);
    },
    2 * WITHIN_MS,
  );

  it(
    'AC-15 and nothing is lost, nothing is sent twice',
    async () => {
      endOfLoad.abort();
      await load;
      const sent = { status: 'sent', attempts: ['accepted'] };
      const off = { status: 'suppressed', attempts: [] };
      const expected = published.map(({ data: { orderId } }) => ({
        ...{ orderId, email: sent, in_app: sent },
        sms: texted.has(orderId) ? sent : off,
      }));
      await eventually(async () => expect(await outcomes()).toEqual(sortedByOrder(expected)), 2 * WITHIN_MS);

      const { items } = await sandbox.messages({ limit: 10_000, content: 'false' });
      const addresses = published.flatMap(({ data: { orderId, recipient } }) =>
        texted.has(orderId) ? [recipient?.email, recipient?.phone] : [recipient?.email],
      );
      expect(items.map(({ to }) => to).sort()).toEqual(addresses.sort());
      expect([...(await sendingOn('email')), ...(await sendingOn('sms'))]).toEqual([]);
    },
    3 * WITHIN_MS,
  );

  /** Per order and channel, the status and the attempts that were made. */
  const outcomes = async () =>
    sortedByOrder(
      await system.database.query<{ orderId: string }>(
        `SELECT "orderId", jsonb_object_agg(channel, outcome) -> 'email' AS email, jsonb_object_agg(channel, outcome) -> 'in_app' AS in_app,
                jsonb_object_agg(channel, outcome) -> 'sms' AS sms
           FROM (SELECT n.order_id AS "orderId", n.channel, jsonb_build_object('status', coalesce(q.state, n.status),
                        'attempts', (SELECT coalesce(jsonb_agg(a.outcome ORDER BY a.number), '[]') FROM notification_attempt a
                                      WHERE a.notification_id = n.id)) AS outcome
                   FROM notification_log n LEFT JOIN delivery_queue q ON q.id = n.id) AS each
          GROUP BY "orderId"`,
      ),
    );
});

function sortedByOrder<T extends { orderId: string }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
}
