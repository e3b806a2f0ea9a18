import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALERT_EXAMPLE, type Alert, alertSchema } from '#contracts';
import { raiseAlerts, resolveAlerts } from '#database';
import { v7 } from 'uuid';
import { ApiFixture } from './api.fixture.js';

const PATH = '/api/v2/notifications/alerts';

describe('alerts over HTTP', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  }, 30_000);
  afterAll(() => api.stop());

  const ops = () => api.token('olga', 'notifications:ops');
  const page = async (query = '') => {
    const answer = await api.call('GET', PATH + query, { token: await ops() });
    return { status: answer.status, ...(answer.body as { items: Alert[]; nextCursor: string | null }) };
  };

  async function given(subject: string, resolved: boolean): Promise<void> {
    const id = v7();
    await raiseAlerts(api.database, [{ ...ALERT_EXAMPLE, id, subject }], new Date());
    if (resolved) await resolveAlerts(api.database, [id], new Date());
  }

  it('F5 are listed for operators, active ones first, page by page', async () => {
    await given('email', false);
    await given('sms', true);
    await given('in_app', true);

    const all = await page();
    expect(all).toMatchObject({ status: 200, nextCursor: null });
    expect(all.items.map((alert) => alertSchema.parse(alert))).toEqual(all.items);
    expect(all.items.map(({ subject, state }) => `${subject} ${state}`)).toEqual([
      'email raised',
      'in_app resolved',
      'sms resolved',
    ]);
    const [first, second] = [await page('?limit=2'), await page('?state=resolved&limit=1')];
    const rest = await page(`?limit=2&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...rest.items]).toEqual(all.items);
    expect(rest.nextCursor).toBeNull();
    expect(second.items.map(({ subject }) => subject)).toEqual(['in_app']);
    expect((await page('?state=raised')).items.map(({ subject }) => subject)).toEqual(['email']);
  });

  it('F5 are for operators only', async () => {
    expect((await api.call('GET', PATH)).status).toBe(401);
    const support = await api.token('sue', 'notifications:support');
    expect((await api.call('GET', PATH, { token: support })).status).toBe(403);
  });

  it.each(['?state=over', '?cursor=x', '?limit=101', '?severity=page'])(
    'F5 a query of %s is refused',
    async (query) => {
      expect((await api.call('GET', PATH + query, { token: await ops() })).status).toBe(422);
    },
  );
});
