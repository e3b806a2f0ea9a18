/** Attacks with text that makes a regular expression try every way of reading it. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import vm from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { projectRoot } from '../../../infra/data-folder.js';

/** As long as the largest body: time that grows with the square of it is already too long. */
const LENGTH = 64 * 1024;
const WITHIN_MS = 1_500;
/** Characters that patterns treat as something else than what is around them. */
const ORDINARY = ['a', 'A', '0', ' ', '-', '.', '@', '/', '=', ':', ',', '\n', 'é'];

/** Quadratic, and never given anything long. */
const HARMLESS: Readonly<Record<string, string>> = {
  'libs/runtime/src/settings.ts /\\/+$/': 'an address in the settings: whoever writes them can do worse',
  'libs/templates/src/content/locale-format.ts /0+$/': 'the decimals of an amount: 4 at most, by its schema',
};

interface Literal {
  readonly path: string;
  readonly source: string;
  readonly flags: string;
}

function literalsIn(path: string): Literal[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const found: Literal[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({
        path: relative(projectRoot, path),
        source: node.text.slice(1, end),
        flags: node.text.slice(end + 1),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function productCode(): string[] {
  return ['apps', 'libs'].flatMap((root) =>
    readdirSync(join(projectRoot, root), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !/\.(spec|fixture)\.ts$|node_modules|\.d\.ts$/.test(path))
      .map((path) => join(projectRoot, root, path)),
  );
}

/** Repetitions of what the pattern likes, one or two characters at a time, with an end it cannot like. */
function* temptations(source: string): Generator<string> {
  const own = [...new Set(source.replace(/\\./g, '').replace(/[^ -~]|[\\^$*+?()[\]{}|]/g, ''))].slice(0, 12);
  const characters = [...new Set([...own, ...ORDINARY])];
  for (const one of characters) {
    for (const start of ['', own.join('').slice(0, 6)]) yield `${start}${one.repeat(LENGTH)}\u0001`;
    for (const other of characters.slice(0, 6)) {
      if (other !== one) yield `${(one + other).repeat(LENGTH / 2)}\u0001`;
    }
  }
}

/** @returns the beginning of what it took too long over */
function slowOn({ source, flags }: Literal, texts: Iterable<string>): string | undefined {
  const sandbox = vm.createContext({ pattern: new RegExp(source, flags.replace(/[gy]/g, '')), text: '' });
  const script = new vm.Script('pattern.test(text)');
  for (const text of texts) {
    sandbox['text'] = text;
    try {
      script.runInContext(sandbox, { timeout: WITHIN_MS });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      return JSON.stringify(text.slice(0, 12));
    }
  }
  return undefined;
}

describe('N4 patterns', () => {
  const literals = productCode().flatMap(literalsIn);

  it('are all found', () => {
    expect(literals.length).toBeGreaterThan(50);
    expect(literals.map(({ path }) => path)).toContain('apps/preferences-api/src/access/access.guard.ts');
  });

  it.each([
    ['exponential', '^(a+)+$'],
    ['quadratic', '\\s+$'],
  ])('of %s time would be noticed', (_, source) => {
    expect(slowOn({ path: '', source, flags: '' }, temptations(source))).toBeDefined();
  });

  it('read any text of the largest size at once', () => {
    const slow = literals
      .filter((literal) => slowOn(literal, temptations(literal.source)) !== undefined)
      .map(({ path, source }) => `${path} /${source}/`);
    expect(slow.filter((name) => !(name in HARMLESS))).toEqual([]);
  }, 240_000);
});
