import { load } from 'cheerio';

/** Every attribute by which a mail client would fetch or open something. */
const ADDRESS_ATTRIBUTES = ['href', 'src', 'srcset', 'action', 'formaction', 'background', 'poster', 'data'];

/** An email as a browser's parser sees it, whatever its layout. */
export interface ParsedEmail {
  readonly language: string | undefined;
  readonly headings: readonly string[];
  /** What a reader sees, every run of white space as one space. */
  readonly text: string;
  /** Every element in order, with the names of its attributes: what data must not be able to change. */
  readonly skeleton: readonly string[];
  /** Every address that could be opened or fetched. */
  readonly links: readonly string[];
  /** Every `application/ld+json` block. */
  readonly structuredData: readonly unknown[];
  /** @returns attributes of the first link to `address` */
  linkTo(address: string): Readonly<Record<string, string>> | undefined;
}

export function parsedEmail(html: string): ParsedEmail {
  const $ = load(html);
  const elements = $('*')
    .toArray()
    .map((element) => ({ name: String($(element).prop('tagName')), attributes: $(element).attr() ?? {} }));
  const structuredData = $('script[type="application/ld+json"]')
    .toArray()
    .map((script) => JSON.parse($(script).text()) as unknown);
  const skeleton = elements.map(({ name, attributes }) => [name, ...Object.keys(attributes)].join(' '));
  const links = elements.flatMap(({ attributes }) => ADDRESS_ATTRIBUTES.flatMap((name) => attributes[name] ?? []));
  const language = $('html').attr('lang');
  const headings = $('h1')
    .toArray()
    .map((heading) => spaced($(heading).text()));
  $('head, script, style').remove();
  $('*').append(' ');
  const text = spaced($('body').text());
  return {
    language,
    headings,
    text,
    skeleton,
    links,
    structuredData,
    linkTo: (address) => elements.find(({ attributes }) => attributes['href'] === address)?.attributes,
  };
}

/** Spaces that do not break, and those of width zero, are spaces to a reader. */
export function spaced(text: string): string {
  return text.replace(/(?:[\s\u200b\u200c]|\u200d|\u034f)+/g, ' ').trim();
}
