import { describe, expect, it } from '@jest/globals';
import { commandsIn, programsIn } from './shell.js';

const lines = (...text: string[]) => text.join('\n');

describe('commandsIn', () => {
  it.each([
    ['one a line', lines('npm ci', '', 'npm test'), ['npm ci', 'npm test']],
    [
      'without comments',
      lines('# first', 'npm ci   # what we need', 'echo "#1 # 2" a#b'),
      ['npm ci', 'echo "#1 # 2" a#b'],
    ],
    ['continued lines', lines('curl -X PATCH \\', '  http://x', 'date'), ['curl -X PATCH \\\n  http://x', 'date']],
    ['quotes over lines', lines("curl -d '{", '  "it": 1}\'', 'date'), ['curl -d \'{\n  "it": 1}\'', 'date']],
    ['other quotes in quotes', lines(`echo "it's"`, 'date'), [`echo "it's"`, 'date']],
    ['here-documents', lines("node <<'EOF'", "it's # code", 'EOF', 'date'), ["node <<'EOF'\nit's # code\nEOF", 'date']],
  ])('reads %s', (_what, script, commands) => {
    expect(commandsIn(script).map(({ text }) => text)).toEqual(commands);
  });

  it('knows the lines', () => {
    expect(commandsIn(lines('', 'a \\', '  b', '# c', 'd')).map(({ line }) => line)).toEqual([2, 5]);
  });

  it('refuses what does not end', () => {
    expect(() => commandsIn("echo 'a")).toThrow('does not end');
  });
});

describe('programsIn', () => {
  it.each([
    ['npm ci && npm run demo', ['npm ci', 'npm run demo']],
    ['TOKEN=$(npm run --silent token -- --sub ana)', ['npm run --silent token -- --sub ana)']],
    ['export API=http://localhost:3000/api/v2', []],
    ["CORS_ORIGINS='http://x' npm run demo", ['npm run demo']],
    ["node <<'EOF'\nnpm run nothing\nEOF", ['node']],
  ])('of %s', (command, programs) => {
    expect(programsIn(command)).toEqual(programs);
  });
});
