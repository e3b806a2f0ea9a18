import { describe, expect, it } from '@jest/globals';
import { caniemail } from 'caniemail';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { LANGUAGES, NOTIFICATION_TYPES } from '#contracts';
import { renderEmail } from '../index.js';
import { spaced } from '../parsed-email.fixture.js';
import { DATA_SETS, sampleMessage } from '../samples/data-sets.js';
import { EMAIL_LAYOUT } from './email-layout.generated.js';

const validator = new HtmlValidate(
  new StaticConfigLoader({
    extends: ['html-validate:standard', 'html-validate:a11y'],
    rules: {
      // Outlook for Windows lays out by attributes of 1999, and knows no element of 2008.
      'no-deprecated-attr': 'off',
      'prefer-native-element': 'off',
    },
  }),
);

const CLIENTS = ['apple-mail.*', 'gmail.*', 'outlook.*', 'samsung-email.*', 'yahoo.*'] as const;

/** What some of these clients lack, and why an email is fine without. Whatever else one of them lacks stays out of our layout. */
const DISPENSABLE: Readonly<Record<string, string>> = {
  '<style> element': 'every style that matters is on its element; without the sheet, there is no dark mode',
  '@media': 'dark mode, and narrow phones: a single column is narrow enough',
  'Class selector': 'only in the style sheet',
  'Type selector': 'only in the style sheet',
  'ID selector': 'only in the style sheet',
  'Descendant combinator': 'only in the style sheet',
  'Chaining selectors': 'only in the style sheet',
  'display:none': 'the preheader has no height and the colour of the page, too',
  opacity: 'as display:none',
  overflow: 'rounds the corners',
  'border-radius': 'corners are square',
  outline: 'of pictures, which we have none of',
  'height property': 'a bar is as high as its line',
  'word-break': 'a number as long as a line makes the email wider',
  'word-spacing': 'the usual one',
  'table-layout': 'steps are as wide as their names',
  'aria-label attribute': 'the email has its heading',
  'aria-hidden attribute': 'steps and symbol are read aloud',
  'role attribute': 'tables are read as tables',
  cursor: 'MJML’s, for the button: the usual one',
  transform: 'MJML’s text-transform, which is taken for it: the usual one',
  'target attribute': 'mail clients open links outside anyway',
  '<body> element': 'its style is repeated on the element in it',
};

const CASES = NOTIFICATION_TYPES.flatMap((type) =>
  LANGUAGES.flatMap((language) => DATA_SETS.map((dataSet) => ({ type, language, dataSet }))),
);

describe.each(CASES)('the markup of $type in $language with $dataSet data', ({ type, language, dataSet }) => {
  const { event, context } = sampleMessage(type, dataSet, language);
  const { html } = renderEmail(event, context);

  it('is valid and accessible', async () => {
    const { results } = await validator.validateString(html);
    expect(results.flatMap(({ messages }) => messages.map(({ message, line }) => `${line}: ${message}`))).toEqual([]);
  });

  it('loads nothing: there are no pictures to block, and no fonts', () => {
    expect(html).not.toMatch(/<(img|link|iframe|object|video|audio)\b|@import|@font-face|url\(/i);
  });
});

describe.each(NOTIFICATION_TYPES)('the layout of %s', (type) => {
  it('does without whatever one of the large mail clients does not support', () => {
    const { event, context } = sampleMessage(type, 'realistic', 'en');
    const { errors } = caniemail({ clients: [...CLIENTS], html: renderEmail(event, context).html }).issues;
    const lacking = new Set([...errors.values()].flat().map(({ title }) => title));
    expect([...lacking].filter((title) => !Object.hasOwn(DISPENSABLE, title))).toEqual([]);
  });
});

describe('an email that is tracked', () => {
  const { event, context } = sampleMessage('order_shipped', 'realistic', 'es');
  const pixel = 'https://notify.trailhead.example/api/v2/track/email/c2lnbmVk-_';
  const plain = renderEmail(event, context);
  const tracked = renderEmail(event, { ...context, links: { ...context.links, pixel } });

  it('F5 ends with one picture that nobody sees or hears of, and is the same otherwise', () => {
    const [picture, ...more] = tracked.html.match(/<img\b[^>]*>/g) ?? [];
    expect(more).toEqual([]);
    expect(picture).toContain(`src="${pixel}" width="1" height="1" alt`);
    expect(tracked.html.slice(tracked.html.indexOf('<img'))).toMatch(/^<img[^>]*>\s*<\/div>\s*<\/body>\s*<\/html>\s*$/);
    expect(spaced(tracked.html.replace(picture ?? '', ''))).toBe(spaced(plain.html));
    expect(tracked.text).toBe(plain.text);
  });

  it('F5 is valid, accessible and supported as ever', async () => {
    const { results } = await validator.validateString(tracked.html);
    expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
    const lacking = ({ html }: { readonly html: string }) =>
      new Set([...caniemail({ clients: [...CLIENTS], html }).issues.errors.values()].flat().map(({ title }) => title));
    expect(lacking(tracked)).toEqual(lacking(plain));
  });
});

describe('the layout', () => {
  it('puts no value in unescaped, and none into an attribute without quotes', () => {
    expect(EMAIL_LAYOUT).not.toContain('{{{');
    expect(EMAIL_LAYOUT).not.toMatch(/=\{\{/);
  });
});
