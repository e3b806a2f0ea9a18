import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROBLEMS, PROBLEM_CODES } from '../../../apps/preferences-api/src/problems/problems.js';
import { projectRoot } from '../../../infra/data-folder.js';
import { ApiFixture } from './api.fixture.js';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** Also while its database is away: whoever gets a problem wants to know what it means. */
describe("the API's own description", () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.startWithoutDatabase();
  });
  afterAll(() => api.stop());

  it('is the document that is committed', async () => {
    const { body, headers } = await api.call('GET', '/api/v2/openapi.json');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body).toEqual(JSON.parse(readFileSync(join(projectRoot, 'specs/openapi.json'), 'utf8')));
  });

  it('is a page whose every part comes from here', async () => {
    const page = await api.call('GET', '/api/v2/docs', { headers: HTML });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*|script-src[^;]*unsafe/);
    expect(page.text).not.toMatch(/https?:\/\/|<style|<script>/);
    const parts = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(parts).toHaveLength(3);
    for (const path of parts) {
      const part = await api.call('GET', path);
      expect(part.status).toBe(200);
      expect(part.headers.get('content-type')).toMatch(/^text\/(css|javascript)/);
      expect(part.text.length).toBeGreaterThan(100);
    }
  });

  it.each(['package.json', '..%2fpackage.json', 'swagger-ui.js'])('has no part called %s', async (name) => {
    expect(await api.call('GET', `/api/v2/docs/${name}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it.each(PROBLEM_CODES)('explains %s, to programs and to people', async (code) => {
    const { body } = await api.call('GET', `/api/v2/problems/${code}`);
    expect(body).toEqual({ code, ...PROBLEMS[code] });
    const page = await api.call('GET', `/api/v2/problems/${code}`, { headers: HTML });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).toContain(`<h1>${PROBLEMS[code].title}</h1>`);
    expect(page.text).not.toContain('`');
  });

  it.each(['unheard_of', 'constructor', '__proto__', '%3Cscript%3E'])('knows no problem called %s', async (code) => {
    const answer = await api.call('GET', `/api/v2/problems/${code}`, { headers: HTML });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found', detail: 'No problem has this code' } });
  });
});
