import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CustomerEvent, type OrderEvent, preferencesInputSchema } from '#contracts';
import {
  ProviderErasures,
  RecipientKeys,
  appendSmsConsents,
  lockRecipients,
  renewHashes,
  storeRejectedEvents,
  suppressAddresses,
  upsertRecipients,
} from '#database';
import type { EraseResult } from '#delivery';
import { ErasureReplay, rotateKeys } from '#dispatch';
import { sealOriginal } from '#messaging';
import { AddressHasher, KeyedHash, type Keyring, keyIdOf, keyringSchema, open } from '#privacy';
import { HealthRegistry, createLogger } from '#runtime';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RETENTION_DAYS } from '../../apps/dispatcher/src/retention.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { ProviderEraser } from '../../libs/delivery/src/provider-eraser.js';
import { anOrderEvent } from '../builders/order-events.js';
import { Pipeline } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { MINUTE, SECOND } from '../system/test-clock.js';

describe('personal data', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());

  const deleted = (userId: string): CustomerEvent => ({
    type: 'customer.deleted',
    id: randomUUID(),
    time: pipeline.clock.now(),
    data: { userId },
  });
  const anOrder = (userId = `customer-${randomUUID()}`) =>
    anOrderEvent('order_confirmed', { time: pipeline.clock.now(), data: { userId } });
  const keyOf = async (userId: string) => (await pipeline.keys().find([userId])).get(userId);
  const erasures = () => new ProviderErasures(pipeline.database, pipeline.keys().keyring);
  const count = async (sql: string, userId: string) =>
    (await pipeline.database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${sql}`, [userId]))[0]?.count;

  describe('when keys are rotated', () => {
    const env = developmentSettings();
    const rotated = (name: 'PII_KEYRING' | 'LOOKUP_KEYRING', keep = true): Keyring => {
      const { keys } = JSON.parse(env[name] ?? '') as { keys: Record<string, string> };
      const k2 = Buffer.alloc(32, name).toString('base64');
      return keyringSchema.parse(JSON.stringify({ active: 'k2', keys: { k2, ...(keep ? keys : {}) } }));
    };
    const rotate = () =>
      rotateKeys(
        {
          database: pipeline.database,
          keyDatabase: pipeline.database,
          piiKeyring: rotated('PII_KEYRING'),
          lookupKeyring: rotated('LOOKUP_KEYRING'),
        },
        () => undefined,
      );

    it('N6 everything opens with the new key alone, and addresses are found under it', async () => {
      const event = anOrder();
      const { userId, recipient } = event.data;
      await pipeline.dispatcher().dispatch([event]);
      const { phoneHash } = pipeline.hasher.hashesOf(recipient);
      const consent = { userId, action: 'granted' as const, addressHash: phoneHash, at: pipeline.clock.now() };
      const rest = { purpose: 'order_notifications', method: 'm', source: 's', textVersion: '1', actor: 'customer' };
      await appendSmsConsents(pipeline.database, [{ id: pipeline.ids.next(), ...consent, ...rest }]);

      expect(await rotate()).toMatchObject({ customers: 1, rewrapped: 1, rehashed: 3 });
      expect(await rotate()).toMatchObject({ rewrapped: 0, rehashed: 0, resealed: 0 });

      const only = new RecipientKeys(pipeline.database, rotated('PII_KEYRING', false), pipeline.clock);
      const key = (await only.find([userId])).get(userId) ?? Buffer.alloc(0);
      const [row] = await pipeline.database.query<{ id: string; sealed: Buffer; email: Buffer; phone: Buffer }>(
        'SELECT id, payload_sealed AS sealed, email_hash AS email, phone_hash AS phone FROM order_event WHERE user_id = $1',
        [userId],
      );
      const place = { table: 'order_event', column: 'payload_sealed', row: row?.id ?? '' };
      expect(open(key, row?.sealed ?? Buffer.alloc(0), place).toString()).toContain(recipient?.phone);
      const fresh = new AddressHasher(new KeyedHash(rotated('LOOKUP_KEYRING', false))).hashesOf(recipient);
      expect([row?.email, row?.phone]).toEqual([fresh.emailHash, fresh.phoneHash]);
      expect(
        await count(
          `consent_event WHERE user_id = $1 AND address_hash = (SELECT phone_hash FROM order_event WHERE user_id = $1)`,
          userId,
        ),
      ).toBe(1);
    });

    it('N6 a number that said STOP under two older keys is no obstacle, and stays suppressed under the new one', async () => {
      const [oldest, older, current] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer];
      const stop = { channel: 'sms' as const, reason: 'stop' as const, source: 's', actor: 'customer' };
      const listed = [oldest, older].map((addressHash) => ({ id: pipeline.ids.next(), addressHash, ...stop }));
      await pipeline.database.transaction((sql) => suppressAddresses(sql, listed, pipeline.clock.now()));
      const formers = [oldest, older].map((former) => ({ userId: 'u', channel: 'sms' as const, former, current }));
      await renewHashes(pipeline.database, formers);
      await renewHashes(pipeline.database, formers);
      const rows = await pipeline.database.query<{ hash: Buffer }>(
        'SELECT address_hash AS hash FROM suppression WHERE id = ANY($1::uuid[]) ORDER BY address_hash',
        [listed.map(({ id }) => id)],
      );
      // Which of the two moves is left open: it is the one with the lower id.
      expect(rows.map(({ hash }) => hash[0])).toEqual([expect.any(Number), 3]);
    });

    it('N6 a key that is destroyed meanwhile stays destroyed, and rejected events are sealed anew', async () => {
      const event = anOrder();
      await pipeline.dispatcher().dispatch([event]);
      const position = { topic: 'orders.order-events.v1', partition: 0, offset: '77' };
      const message = { key: null, value: Buffer.from('{'), headers: {} };
      const originalSealed = sealOriginal(pipeline.keys().keyring, position, message, randomBytes);
      const id = pipeline.ids.next();
      const now = pipeline.clock.now();
      await storeRejectedEvents(pipeline.database, [{ id, ...position, code: 'c', message: 'm', originalSealed }], now);
      await pipeline.directory().apply([deleted(event.data.userId)]);

      await rotate();
      expect(await keyOf(event.data.userId)).toBeUndefined();
      const [row] = await pipeline.database.query<{ sealed: Buffer }>(
        'SELECT original_sealed AS sealed FROM rejected_event WHERE id = $1',
        [id],
      );
      expect(keyIdOf(row?.sealed ?? Buffer.alloc(0))).toBe('k2');
      await pipeline.database.query('DELETE FROM rejected_event');
      await pipeline.database.query('DELETE FROM vault.provider_erasure');
      await pipeline.database.query('DELETE FROM vault.recipient_key');
    });
  });

  describe('when a customer is erased', () => {
    it('N9 rejected events that only hold the same digits stay', async () => {
      const values = [`{"userId":"other","total":"42.10","orderNumber":"A-42`, `{"userId":"42","total":"7.00`];
      const stored = values.map((value, n) => {
        const position = { topic: 'orders.order-events.v1', partition: 0, offset: String(900 + n) };
        const message = { key: null, value: Buffer.from(value), headers: {} };
        const originalSealed = sealOriginal(pipeline.keys().keyring, position, message, randomBytes);
        return { id: pipeline.ids.next(), ...position, code: 'c', message: 'm', originalSealed };
      });
      await storeRejectedEvents(pipeline.database, stored, pipeline.clock.now());
      await pipeline.directory().apply([deleted('42')]);
      const left = await pipeline.database.query('SELECT id FROM rejected_event WHERE id = ANY($1::uuid[])', [
        stored.map(({ id }) => id),
      ]);
      expect(left).toEqual([{ id: stored[0]?.id }]);
      await pipeline.database.query('DELETE FROM rejected_event');
    });

    it('N8 an erasure that a crash left half done is finished, the requests to providers included', async () => {
      const event = anOrder();
      const { userId, recipient } = event.data;
      await pipeline.dispatcher().dispatch([event]);
      const now = pipeline.clock.now();
      const nothing = {
        contactSealed: null,
        emailHash: null,
        phoneHash: null,
        language: null,
        timeZone: null,
        country: null,
      };
      await upsertRecipients(pipeline.database, [{ userId, ...nothing, eventTime: now, deletedAt: now }], now);
      expect(await keyOf(userId)).toBeDefined();

      await pipeline.ledger().replay();
      expect(await keyOf(userId)).toBeUndefined();
      expect(await count('order_event WHERE user_id = $1 AND payload_sealed IS NOT NULL', userId)).toBe(0);
      const due = await erasures().claim('email', 10, pipeline.clock.now(), pipeline.clock.now());
      expect(due.flatMap(({ subjects }) => subjects)).toContain(recipient?.email);
      expect(await pipeline.ledger().replay()).toBe(0);
    });

    it('N8 a ledger that is newer than the directory erases again', async () => {
      const event = anOrder();
      const { userId } = event.data;
      await pipeline.dispatcher().dispatch([event]);
      await pipeline.directory().apply([deleted(userId)]);
      await pipeline.database.query('DELETE FROM recipient WHERE user_id = $1', [userId]);

      const late = anOrder(userId);
      const { notifications } = await pipeline.dispatcher().dispatch([late]);
      expect(await keyOf(userId)).toBeUndefined();
      expect(await count('order_event WHERE user_id = $1 AND payload_sealed IS NOT NULL', userId)).toBe(0);
      expect(await pipeline.ledger().replay()).toBe(1);
      const entries = await pipeline.database.transaction((sql) => lockRecipients(sql, [userId]));
      expect(entries.get(userId)?.deletedAt).not.toBeNull();
      const rows = await pipeline.database.query<{ status: string }>(
        'SELECT DISTINCT status FROM notification_log WHERE id = ANY($1::uuid[]) AND channel <> $2',
        [notifications.map(({ id }) => id), 'sms'],
      );
      expect(rows).toEqual([{ status: 'suppressed' }]);
    });

    describe('before the ledger has been replayed', () => {
      function aReplay() {
        const ledger = pipeline.ledger();
        const whole = ledger.replay.bind(ledger);
        let open: () => void = () => undefined;
        const gate = new Promise<void>((resolve) => (open = resolve));
        ledger.replay = async (signal) => {
          await gate;
          signal?.throwIfAborted();
          return whole(signal);
        };
        const replay = new ErasureReplay(ledger, pipeline.exit, createLogger('tests', 'silent'), new HealthRegistry());
        replay.onApplicationBootstrap();
        return { replay, open };
      }
      const seen = ({ id }: OrderEvent) => count('event_inbox WHERE event_id = $1', id);

      it('N8 no order event is dispatched', async () => {
        const { userId } = anOrder().data;
        await pipeline.directory().apply([deleted(userId)]);
        await pipeline.database.query('DELETE FROM recipient WHERE user_id = $1', [userId]);
        const { replay, open } = aReplay();
        const late = anOrder(userId);
        const dispatching = pipeline.dispatcher(pipeline.database, pipeline.settings, replay).dispatch([late]);
        await delay(200);
        expect(await seen(late)).toBe(0);
        open();
        const { notifications } = await dispatching;
        expect(notifications.map(({ status, reason }) => [status, reason])).toEqual(
          notifications.map(() => ['suppressed', 'erased']),
        );
      });

      it('N8 an app that ends leaves them to the next', async () => {
        const { replay, open } = aReplay();
        const event = anOrder();
        const dispatching = pipeline.dispatcher(pipeline.database, pipeline.settings, replay).dispatch([event]);
        const ended = replay.beforeApplicationShutdown();
        open();
        await expect(dispatching).rejects.toMatchObject({ name: 'ErasuresUnknownError', retryable: true });
        await ended;
        expect(await seen(event)).toBe(0);
      });
    });

    it('N8 their preferences, their rejected events and their consent go, the suppression of their address stays', async () => {
      const event = anOrder();
      const { userId, recipient } = event.data;
      await pipeline.dispatcher().dispatch([event]);
      const wanted = preferencesInputSchema.parse({ channels: { email: true, sms: true, in_app: true } });
      await pipeline.preferences().change(userId, 'preferences_api', () => wanted);
      const now = pipeline.clock.now();
      const stored = [userId, recipient?.email ?? '', 'someone-else'].map((text, i) => {
        const position = { topic: 'orders.order-events.v1', partition: 1, offset: String(i) };
        const message = { key: null, value: Buffer.from(`{"broken": "${text}"`), headers: {} };
        const originalSealed = sealOriginal(pipeline.keys().keyring, position, message, randomBytes);
        return { id: pipeline.ids.next(), ...position, code: 'c', message: 'm', originalSealed };
      });
      await storeRejectedEvents(pipeline.database, stored, now);

      await pipeline.directory().apply([deleted(userId)]);
      expect(await count('notification_preferences WHERE user_id = $1', userId)).toBe(0);
      expect(await count('preference_change WHERE user_id = $1', userId)).toBe(0);
      const left = await pipeline.database.query<{ id: string }>('SELECT id FROM rejected_event');
      expect(left).toEqual([{ id: stored[2]?.id }]);
      const [consent] = await pipeline.database.query<{ action: string }>(
        'SELECT action FROM consent_event WHERE user_id = $1 ORDER BY at DESC LIMIT 1',
        [userId],
      );
      expect(consent?.action).toBe('revoked');
    });

    it('N8 a provider that does not answer is asked again, later and later, until it has forgotten', async () => {
      await pipeline.database.query('DELETE FROM vault.provider_erasure');
      const event = anOrder();
      await pipeline.dispatcher().dispatch([event]);
      await pipeline.directory().apply([deleted(event.data.userId)]);
      const answers: EraseResult[] = [{ outcome: 'later', code: 'sendgrid_500' }, { outcome: 'erased' }];
      const asked: string[] = [];
      const erase = (subjects: readonly string[]) => {
        asked.push(...subjects);
        return Promise.resolve(answers.shift() ?? { outcome: 'erased' as const });
      };
      const sender = Object.assign(new ScriptedSender('email'), { erase });
      const logger = createLogger('tests', 'silent');
      const eraser = new ProviderEraser(erasures(), sender, pipeline.clock, pipeline.exit, logger);

      expect(await eraser.eraseDue()).toBe(1);
      expect(await eraser.eraseDue()).toBe(0);
      pipeline.clock.advance(MINUTE);
      expect(await eraser.eraseDue()).toBe(1);
      expect(asked).toEqual([event.data.recipient?.email, event.data.recipient?.email]);
      expect(await erasures().count('email')).toBe(0);
    });

    it('N8 a provider that is slow is asked by one replica, however long a turn takes', async () => {
      await pipeline.database.query('DELETE FROM vault.provider_erasure');
      const events = Array.from({ length: 5 }, () => anOrder());
      await pipeline.dispatcher().dispatch(events);
      await pipeline.directory().apply(events.map(({ data }) => deleted(data.userId)));
      const logger = createLogger('tests', 'silent');
      const eraserWith = (erase: () => Promise<EraseResult>) => {
        const sender = Object.assign(new ScriptedSender('email'), { erase });
        return new ProviderEraser(erasures(), sender, pipeline.clock, pipeline.exit, logger);
      };
      const other = eraserWith(() => Promise.resolve({ outcome: 'erased' }));
      const askedByOther: number[] = [];
      let asked = 0;
      const slow = eraserWith(async () => {
        asked += 1;
        pipeline.clock.advance(15 * SECOND);
        // With all of them in hand it has nothing to do, though the first began more than a minute ago.
        if (asked === events.length) askedByOther.push(await other.eraseDue());
        return { outcome: 'erased' };
      });
      expect(await slow.eraseDue()).toBe(events.length);
      expect(askedByOther).toEqual([0]);
    });
  });

  describe('as docs/privacy.md has it', () => {
    const map = readFileSync(join(import.meta.dirname, '../../docs/privacy.md'), 'utf8');
    const untilOf = new Map(
      [...map.matchAll(/^\| `([a-z_.]+)` +\|.*\|([^|]*)\|$/gm)].map(([, table = '', until = '']) => [
        table,
        until.trim(),
      ]),
    );

    it('N8 names every table', async () => {
      const tables = await pipeline.database.query<{ name: string }>(
        `SELECT CASE n.nspname WHEN 'vault' THEN 'vault.' ELSE '' END || c.relname AS name
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname IN ('public', 'vault') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            AND c.relname <> 'schema_migration'`,
      );
      expect([...untilOf.keys()].sort()).toEqual(tables.map(({ name }) => name).sort());
    });

    it.each(Object.entries(RETENTION_DAYS).filter(([, days]) => days > 0))('N8 %s is kept as long', (table, days) => {
      expect(untilOf.get(table)).toContain(`${days} days`);
    });
  });
});
