import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendAudit, insertDeadLetters, suppressAddresses } from '#database';
import { AddressHasher, KeyedHash, keyringSchema } from '#privacy';
import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { developmentSettings } from '../../../infra/development-settings.js';
import { givenNotification } from '../../builders/notifications.js';
import { ApiFixture } from './api.fixture.js';

const PATH = '/api/v2/notifications';
const { LOOKUP_KEYRING: before = '' } = developmentSettings();
const { keys } = JSON.parse(before) as { keys: Record<string, string> };
const rotating = JSON.stringify({ active: 'new', keys: { new: Buffer.alloc(32, 'new').toString('base64'), ...keys } });
const formerHasher = new AddressHasher(new KeyedHash(keyringSchema.parse(before)));

describe('the export of a customer', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start({ LOOKUP_KEYRING: rotating });
  }, 30_000);
  afterAll(() => api.stop());

  let numbers = 0;
  const service = () => api.token('crm', 'notifications:service');
  const pathOf = (userId: string) => `${PATH}/recipients/${userId}`;

  async function aCustomer() {
    const contact = {
      email: `ana.${randomUUID()}@example.com`,
      phone: `+1415554${String(++numbers).padStart(4, '0')}`,
    };
    const userId = randomUUID();
    await api.call('PUT', pathOf(userId), { token: await service(), json: contact });
    return { userId, ...contact };
  }

  async function exportOf(userId: string): Promise<Record<string, unknown>> {
    const { status, body } = await api.call('GET', `${pathOf(userId)}/export`, { token: await service() });
    expect(status).toBe(200);
    return body as Record<string, unknown>;
  }

  async function suppress(channel: 'email' | 'sms', addressHash: Buffer | undefined, at: Date): Promise<string> {
    const origin = { reason: 'stop', source: 'text_message', actor: 'customer' } as const;
    const address = { id: v7(), channel, addressHash: addressHash ?? Buffer.alloc(0), ...origin };
    await api.database.transaction((sql) => suppressAddresses(sql, [address], at));
    return address.id;
  }

  it('N8 holds suppressions that were listed under an older key, and how they came and went', async () => {
    const { userId, email, phone } = await aCustomer();
    const other = await aCustomer();
    const at = new Date('2026-11-20T08:00:00Z');
    const since = at.toISOString();
    const lifted = await suppress('email', formerHasher.everyHashOf('email', email)[0], at);
    await suppress('sms', formerHasher.everyHashOf('phone', phone)[0], at);
    await suppress('sms', formerHasher.everyHashOf('phone', other.phone)[0], at);
    const token = await api.token('olga', 'notifications:ops');
    expect(await api.call('DELETE', `${PATH}/suppressions/${lifted}`, { token })).toMatchObject({ status: 204 });

    const { suppressions, suppressionEvents, audit } = await exportOf(userId);
    expect(suppressions).toEqual([{ channel: 'sms', reason: 'stop', since }]);
    const suppressed = { action: 'suppressed', reason: 'stop', source: 'text_message', at: since };
    expect(suppressionEvents).toEqual([
      { channel: 'email', ...suppressed },
      { channel: 'sms', ...suppressed },
      { channel: 'email', ...suppressed, action: 'lifted', source: expect.any(String), at: expect.any(String) },
    ]);
    expect(audit).toEqual([{ action: 'suppression_lifted', target: lifted, at: expect.any(String) }]);
  });

  it('N8 holds what was given up on and what was done by hand, but not by whom, and nothing of anybody else', async () => {
    const { userId } = await aCustomer();
    const failed = await givenNotification(api.database, { userId, status: 'failed', reason: 'retries_exhausted' });
    const foreign = await givenNotification(api.database, { status: 'failed', reason: 'retries_exhausted' });
    const at = new Date('2026-11-20T08:00:00Z');
    await insertDeadLetters(api.database, [failed.id, foreign.id], at);
    const retried = [failed, foreign].map(({ id: target }) => ({
      id: v7(),
      actor: 'olga',
      action: 'notification_retried' as const,
      target,
    }));
    await appendAudit(api.database, retried, at);
    await exportOf(userId);

    const { deadLetters, audit } = await exportOf(userId);
    expect(deadLetters).toEqual([{ notificationId: failed.id, at: at.toISOString() }]);
    expect(audit).toEqual([
      { action: 'notification_retried', target: failed.id, at: at.toISOString() },
      { action: 'customer_exported', target: userId, at: expect.any(String) },
    ]);
  });
});
