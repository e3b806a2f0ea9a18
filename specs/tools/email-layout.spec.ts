import { describe, expect, it } from '@jest/globals';
import { compileLayout } from './email-layout.js';

const inBody = (content: string) =>
  `<mjml><mj-body><mj-section><mj-column>${content}</mj-column></mj-section></mj-body></mjml>`;

describe('the email layout', () => {
  it('keeps Handlebars’ marks in content and in attributes, one line for each tag', async () => {
    const layout = await compileLayout(inBody('<mj-button href="{{url}}" color="{{color}}">{{label}}</mj-button>'));
    expect(layout).toMatch(/href="\{\{url\}\}" style="[^"]*color:\{\{color\}\}/);
    expect(layout).toContain('\n{{label}}\n');
    expect(layout).not.toMatch(/^\s|\n\s*\n/m);
  });

  it('asks no server for a font', async () => {
    expect(await compileLayout(inBody('<mj-text>Text</mj-text>'))).not.toContain('fonts.googleapis.com');
  });

  it.each(['<mj-text colour="red">Text</mj-text>', '<mj-button color="nice">Go</mj-button>', '<mj-slideshow />'])(
    'is refused where MJML does not understand it: %s',
    async (content) => {
      await expect(compileLayout(inBody(content))).rejects.toThrow(/colour|nice|mj-slideshow/);
    },
  );
});
