import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type CheerioAPI, load } from 'cheerio';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { type AsyncApi, asyncApiPage } from './asyncapi-page.js';
import { type OpenApi, openApiPage } from './openapi-page.js';

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const openApi = read('openapi.json') as OpenApi;
const asyncApi = read('asyncapi.json') as AsyncApi;
const pages = { 'docs/api/http.html': openApiPage(openApi), 'docs/api/topics.html': asyncApiPage(asyncApi) };

const validator = new HtmlValidate(
  new StaticConfigLoader({
    extends: ['html-validate:standard', 'html-validate:a11y'],
    // In HTML of today both ways to end an element without content are one.
    rules: { 'void-style': 'off', 'long-title': 'off' },
  }),
);

/** The row of a table whose first cell says this. */
function rowOf($: CheerioAPI, section: string, path: string): string[] {
  const row = $(`[id="${section}"]`)
    .parent()
    .find('tr')
    .filter((_, tr) => $(tr).find('td').first().text() === path);
  return row
    .first()
    .find('td')
    .toArray()
    .map((cell) => $(cell).text());
}

describe.each(Object.entries(pages))('%s', (_, page) => {
  const $ = load(page);

  it('is valid and accessible', async () => {
    const { results } = await validator.validateString(page);
    expect(
      results.flatMap(({ messages }) => messages.map(({ ruleId, line, message }) => `${line} ${ruleId}: ${message}`)),
    ).toEqual([]);
  });

  it('asks nothing of anybody', () => {
    expect($('script, link, img, iframe, object, embed, form, base, [src], [srcset], [style]').length).toBe(0);
    expect($('style').text()).not.toMatch(/url\(|@import/);
    expect($('meta[http-equiv]').attr('content')).toBe(`default-src 'none'; style-src 'unsafe-inline'`);
  });

  it('has no link that leads nowhere', () => {
    const targets = new Set(
      $('[id]')
        .toArray()
        .map((element) => $(element).attr('id')),
    );
    const links = $('a')
      .toArray()
      .map((element) => $(element).attr('href') ?? '');
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((href) => !href.startsWith('#') || !targets.has(href.slice(1)))).toEqual([]);
  });
});

describe('the page of the API', () => {
  const $ = load(pages['docs/api/http.html']);

  it('has every operation and every schema', () => {
    const operations = Object.entries(openApi.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(
      $('h3 > code')
        .toArray()
        .map((element) => $(element).text())
        .sort(),
    ).toEqual(operations.sort());
    for (const name of Object.keys(openApi.components.schemas)) expect($(`#schema-${name}`).text()).toBe(name);
  });

  it('says of a field what the schema says', () => {
    expect(rowOf($, 'schema-Preferences', 'quietHours.start')).toEqual([
      'quietHours.start',
      'string',
      'yes',
      'as ^([01]\\d|2[0-3]):[0-5]\\d$, default "22:00"',
      '',
    ]);
    expect(rowOf($, 'schema-Preferences', 'language').slice(0, 4)).toEqual([
      'language',
      '"en" or "es" or "fr" or null',
      'yes',
      'default null',
    ]);
  });

  it('shows text as text', () => {
    const info = { title: 'A <b>', version: '1', description: 'One `<script>` and **<i>**.\n\nTwo.' };
    const $page = load(openApiPage({ info, paths: {}, components: { schemas: {} } }));
    expect($page('script, i, b').length).toBe(0);
    expect(
      $page('header p')
        .toArray()
        .map((element) => $page(element).html())
        .slice(1),
    ).toEqual(['One <code>&lt;script&gt;</code> and <strong>&lt;i&gt;</strong>.', 'Two.']);
  });
});

describe('the page of the topics', () => {
  const $ = load(pages['docs/api/topics.html']);

  it('has every topic, every message and every schema', () => {
    const { channels, components } = asyncApi;
    expect(
      $('h2 > code')
        .toArray()
        .map((element) => $(element).text()),
    ).toEqual(Object.values(channels).map(({ address }) => address));
    for (const name of Object.values(channels).flatMap(({ messages }) => Object.keys(messages)))
      expect($(`[id="message-${name}"]`).text()).toBe(name);
    for (const name of Object.keys(components.schemas)) expect($(`[id="schema-${name}"]`).text()).toBe(name);
  });

  it('says of a field what the schema says', () => {
    expect(rowOf($, 'schema-order.shipped', 'shipment.trackingNumber')).toEqual([
      'shipment.trackingNumber',
      'string',
      'yes',
      '1 to 100 characters, no NUL',
      '',
    ]);
    expect(rowOf($, 'schema-order.shipped', 'items[].quantity').slice(0, 4)).toEqual([
      'items[].quantity',
      'integer',
      'yes',
      '1 to 1000000',
    ]);
    expect(rowOf($, 'message-order.shipped.binary', 'ce_type').slice(0, 3)).toEqual([
      'ce_type',
      '"order.shipped"',
      'yes',
    ]);
  });
});
