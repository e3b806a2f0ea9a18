import { describe, expect, it } from '@jest/globals';
import { commandsToRun, findingsOf } from './document-rules.js';
import { readMarkdown } from './markdown.js';
import type { Repository } from './repository.js';
import { scriptsInCi } from './runs.js';

const CI = lines(
  'for check in lint docs; do',
  '  step "check: $check" npm run --silent "check:$check"',
  'done',
  "step 'npm test' npm test",
);

const SCRIPTS = {
  test: 'tsx test/run.ts',
  check: 'npm run check:lint && npm run check:docs',
  'check:lint': 'eslint .',
  'check:docs': 'tsx check.ts',
  token: 'tsx token.ts',
  generate: 'node generate.js',
  'check:generated': 'node generate.js --check',
  idle: 'tsx idle.ts',
};

/** What each exception is there for, so that none is left over. */
const EXCEPTIONS = lines(
  '```sh',
  'docker build .',
  'kubectl get pods',
  'npm run bench:api',
  'pg_dump app',
  'npm run restore:reconcile',
  'kafka-acls --list',
  '```',
);

function lines(...text: string[]): string {
  return text.join('\n');
}

function repositoryOf(readme: string, ci = CI): Repository {
  const texts = { 'README.md': readme, 'docs/other.md': lines('# Other things', '', '## A & b', '', EXCEPTIONS) };
  const files = ['README.md', 'docs', 'docs/other.md', 'libs/there.ts'];
  return {
    documents: Object.entries(texts).map(([file, text]) => readMarkdown(file, text)),
    scripts: { ...SCRIPTS, 'bench:api': 'tsx api.ts', 'restore:reconcile': 'node reconcile.js' },
    ci,
    has: (path) => files.includes(path),
  };
}

const problemsOf = (readme: string, ci?: string) =>
  findingsOf(repositoryOf(readme, ci)).map(({ file, line, problem }) => `${file}:${line} ${problem}`);

describe('documents', () => {
  it.each([
    ['a link to a file', '[other](docs/other.md)'],
    ['a link to a heading', '[other](docs/other.md#a--b), [here](#start)\n\n# Start'],
    ['a link to the web', '[web](https://example.com/nothing#there)'],
    ['a path', '`libs/there.ts`'],
    ['a script of CI, alone, of a loop or in parts', '`npm test`, `npm run check:lint`, `npm run check`'],
    ['a script that a block runs', lines('`npm run token`', '', '```sh', 'TOKEN=$(npm run --silent token)', '```')],
    ['what is not ours', '`npm ci`, `npm pack`'],
  ])('may have %s', (_what, readme) => {
    expect(problemsOf(readme)).toEqual([]);
  });

  it.each([
    ['a link to nothing', 'text\n\n[other](docs/gone.md)', 'README.md:3 docs/gone.md leads to nothing'],
    ['a picture that is gone', '![x](docs/gone.png)', 'README.md:1 docs/gone.png leads to nothing'],
    ['a way out of the repository', '[x](../README.md)', 'README.md:1 ../README.md leads to nothing'],
    ['a link to no heading', '[x](docs/other.md#gone)', 'README.md:1 docs/other.md has no heading #gone'],
    ['a path that is gone', '`libs/gone.ts`', 'README.md:1 libs/gone.ts is not there'],
    ['a script that is gone', '`npm run gone`', 'package.json has no script gone'],
    ['a script that nothing runs', '`npm run idle`', 'neither .ci/run nor a block of the documents runs npm run idle'],
    [
      'commands without a language',
      lines('```', 'npm test', '```'),
      'README.md:1 a block of commands does not say that it is one',
    ],
  ])('may not have %s', (_what, readme, problem) => {
    expect(problemsOf(readme).join('\n')).toContain(problem);
  });

  it('name a script that CI no longer runs', () => {
    expect(problemsOf('`npm test`', '')).toEqual([
      'README.md:1 neither .ci/run nor a block of the documents runs npm run test',
    ]);
  });

  it('run what CI does not, and no block that needs what CI lacks', () => {
    const block = lines(
      'text',
      '',
      '```sh',
      'npm test   # in CI',
      'export A=1',
      'curl http://localhost:3000',
      '```',
      '',
      EXCEPTIONS,
    );
    const { documents, scripts, ci } = repositoryOf(block);
    const [readme] = documents;
    const commands = readme === undefined ? [] : commandsToRun(readme, scriptsInCi(ci, scripts));
    expect(commands).toEqual([
      { line: 5, text: 'export A=1' },
      { line: 6, text: 'curl http://localhost:3000' },
    ]);
  });

  it('do not keep an exception that none needs', () => {
    const { documents, ...rest } = repositoryOf('');
    const findings = findingsOf({ ...rest, documents: documents.filter(({ file }) => file === 'README.md') });
    expect(findings.map(({ problem }) => problem)).toContainEqual(expect.stringContaining('docker'));
  });
});
