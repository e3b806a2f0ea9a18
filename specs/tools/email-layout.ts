import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import mjml from 'mjml-core';
import mjmlPreset from 'mjml-preset-core';

const SOURCE = fileURLToPath(new URL('../../libs/templates/src/email/email-layout.mjml', import.meta.url));

/** MJML cannot judge a value that Handlebars fills in later. */
const FILLED_IN_LATER = 'has invalid value: {{';

/**
 * MJML itself takes longer to load than a worker to start, and brings fifty packages: it stays here, and the worker gets
 * HTML with Handlebars' marks in it.
 *
 * @returns a TypeScript module
 * @throws Error for what MJML does not understand
 */
export async function emailLayoutModule(): Promise<string> {
  const layout = await compileLayout(readFileSync(SOURCE, 'utf8'));
  if (/[`\\]|\$\{/.test(layout)) throw new Error('The email layout would not survive in a template literal.');
  return `/** Made from email-layout.mjml by \`npm run generate\`. */\nexport const EMAIL_LAYOUT = \`${layout}\`;\n`;
}

/** @returns HTML with the marks of Handlebars that the MJML held */
export async function compileLayout(source: string): Promise<string> {
  const { html, errors } = await mjml.default(source, {
    presets: [mjmlPreset],
    fonts: {},
    keepComments: false,
    validationLevel: 'soft',
  });
  const problems = errors.map(({ formattedMessage }) => formattedMessage);
  const real = problems.filter((problem) => !problem.includes(FILLED_IN_LATER));
  if (real.length > 0) throw new Error(real.join('\n'));
  return withoutIndentation(html);
}

/** Which is a fifth of what MJML writes. */
function withoutIndentation(html: string): string {
  const lines = html.split('\n').map((line) => line.trim());
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}
