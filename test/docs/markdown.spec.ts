import { describe, expect, it } from '@jest/globals';
import { readMarkdown } from './markdown.js';

const read = (...lines: string[]) => readMarkdown('a.md', lines.join('\n'));

describe('a Markdown document', () => {
  it('has anchors as GitHub makes them of headings', () => {
    const { anchors } = read('# Where it is', '## `npm run x` & co.', '## Again', '## Again', '## Ça: _été_?');
    expect([...anchors]).toEqual(['where-it-is', 'npm-run-x--co', 'again', 'again-1', 'ça-été']);
  });

  it('has links in sentences, tables and pictures, and by reference, but not in code', () => {
    const { links } = read(
      '[a](b.md)',
      '',
      '| x |',
      '| - |',
      '| [c](d.md#e) |',
      '',
      '![f](g.png) `[h](i.md)`',
      '',
      '[j]: k.md',
    );
    expect(links).toEqual([
      { line: 1, text: 'b.md' },
      { line: 5, text: 'd.md#e' },
      { line: 7, text: 'g.png' },
      { line: 9, text: 'k.md' },
    ]);
  });

  it('has code in sentences and in blocks, with its language', () => {
    const { inlineCode, blocks } = read(
      'Say `npm test`.',
      '',
      '```sh',
      'npm ci',
      '',
      'npm start',
      '```',
      '',
      '```',
      'x',
      '```',
    );
    expect(inlineCode).toEqual([{ line: 1, text: 'npm test' }]);
    expect(blocks).toEqual([
      { line: 3, language: 'sh', text: 'npm ci\n\nnpm start' },
      { line: 9, language: '', text: 'x' },
    ]);
  });
});
