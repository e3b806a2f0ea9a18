/** The frame of the pages that show a generated API document: one file, no script, nothing loaded. */
import Handlebars from 'handlebars';
import type { SchemaField } from './schema-fields.js';

/** A table of fields with a caption of its own. */
export interface FieldTable {
  readonly caption: string;
  readonly fields: readonly SchemaField[];
}

/** A schema that has a name, or one that stands by itself. */
export interface NamedSchema {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly type: string;
  readonly table: FieldTable | null;
  readonly examples: readonly Example[];
}

export interface Example {
  readonly name: string;
  readonly json: string;
}

export interface ReferencePage {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly source: string;
  readonly contents: readonly { readonly id: string; readonly name: string }[];
  readonly schemas: readonly NamedSchema[];
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; }
code, pre { font: 0.875rem/1.45 ui-monospace, monospace; }
h2 code, h3 code { font-size: inherit; }
h2 { border-top: 1px solid; margin-top: 3rem; padding-top: 1rem; }
h3 { margin-top: 2.5rem; }
nav ul { columns: 16rem; padding-left: 1.25rem; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
caption { font-weight: bold; text-align: left; }
td { overflow-wrap: anywhere; }
th, td { border: 1px solid #8888; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
pre { border: 1px solid #8888; overflow: auto; padding: 0.5rem; }
.table { overflow-x: auto; }
`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{title}}</title>
<style>{{{style}}}</style>
</head>
<body>
<header>
<h1>{{title}}</h1>
<p>Version {{version}}. Generated from <code>{{source}}</code> by <code>npm run generate</code>.</p>
{{prose description}}
<nav aria-label="Contents">
<ul>
{{#each contents}}
<li><a href="#{{id}}">{{name}}</a></li>
{{/each}}
<li><a href="#schemas">Schemas</a></li>
</ul>
</nav>
</header>
<main>
{{> body}}
<h2 id="schemas">Schemas</h2>
{{#each schemas}}
<section>
<h3 id="{{id}}">{{name}}</h3>
<p>{{#if title}}{{title}}; {{/if}}<code>{{type}}</code></p>
{{#if table}}{{> fields table}}{{/if}}
{{> examples}}
</section>
{{/each}}
</main>
</body>
</html>
`;

const FIELDS = `<div class="table">
<table>
<caption>{{caption}}</caption>
<thead><tr><th scope="col">field</th><th scope="col">type</th><th scope="col">required</th><th scope="col">limits</th><th scope="col">meaning</th></tr></thead>
<tbody>
{{#each fields}}
<tr><td><code>{{path}}</code></td><td>{{#if reference}}<a href="#schema-{{anchor reference}}">{{type}}</a>{{else}}<code>{{type}}</code>{{/if}}</td><td>{{#if isRequired}}yes{{else}}no{{/if}}</td><td>{{limits}}</td><td>{{inline description}}</td></tr>
{{/each}}
</tbody>
</table>
</div>
`;

const EXAMPLES = `{{#each examples}}
<details>
<summary>Example: {{name}}</summary>
<pre>{{json}}</pre>
</details>
{{/each}}
`;

/**
 * @param body Handlebars template of what stands between the contents and the schemas; has the partials `fields` and `examples`, and the
 * helpers `prose`, `inline` and `anchor`
 */
export function referencePage(body: string, view: ReferencePage & Readonly<Record<string, unknown>>): string {
  const handlebars = Handlebars.create();
  handlebars.registerPartial({ body, fields: FIELDS, examples: EXAMPLES });
  handlebars.registerHelper({ prose, inline, anchor });
  return handlebars.compile(PAGE, { strict: true })({ ...view, style: STYLE });
}

/** What may stand in an id, and differs where names differ. */
export function anchor(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '-').replaceAll(/^-|-$/g, '');
}

export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** The documents' descriptions use no more of Markdown: paragraphs, code, bold. */
function prose(text: string): Handlebars.SafeString {
  const paragraphs = text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
  return new Handlebars.SafeString(paragraphs.map((paragraph) => `<p>${markup(paragraph)}</p>`).join('\n'));
}

function inline(text: string): Handlebars.SafeString {
  return new Handlebars.SafeString(markup(text));
}

function markup(text: string): string {
  return Handlebars.escapeExpression(text)
    .replaceAll(/&#x60;(.+?)&#x60;/gs, '<code>$1</code>')
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>');
}
