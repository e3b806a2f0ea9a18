/** Markup that is safe to put into a page as it is. Made by {@link html} only. */
export class SafeHtml {
  constructor(readonly markup: string) {}

  /** How Handlebars asks whether to leave a value as it is. */
  toHTML(): string {
    return this.markup;
  }
}

type Interpolated = string | SafeHtml | readonly SafeHtml[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/**
 * Escapes every interpolated string, for element content and for attributes in quotes; never interpolate into an
 * unquoted attribute, a script or a style. An address must have been checked before: escaping lets `javascript:` pass.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Interpolated[]): SafeHtml {
  return new SafeHtml(String.raw({ raw: strings }, ...values.map(markupOf)));
}

function markupOf(value: Interpolated): string {
  if (typeof value === 'string') return escape(value);
  if (value instanceof SafeHtml) return value.markup;
  return value.map(({ markup }) => markup).join('');
}
