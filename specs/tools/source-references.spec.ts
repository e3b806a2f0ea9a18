import { describe, expect, it } from '@jest/globals';
import { criteriaNamedIn, deviationMarkersIn, implementedIn } from './source-references.js';

const source = (...lines: string[]) => ({ file: 'a.ts', text: lines.join('\n') });

describe('implementedIn', () => {
  it.each([
    ['a header', '/** Implements F4, N9. Decides. */', ['F4', 'N9']],
    ['a sentence that follows another', '/** The transport. Implements N9 and F4. */', ['F4', 'N9']],
    ['a list that breaks over lines', '/**\n * Implements F4,\n * N9.\n */', ['F4', 'N9']],
    ['SQL', '-- Implements N6.', ['N6']],
    ['ids that are only mentioned', '/** Unlike F4, this stays. */', []],
    ['code', 'class Sender implements F4 {}', []],
  ])('reads %s', (_where, text, ids) => {
    expect(implementedIn(source(text)).map(({ id }) => id)).toEqual(ids);
  });

  it('knows the line', () => {
    expect(implementedIn(source('#!/usr/bin/env node', '/** Implements F4. */'))).toEqual([
      { id: 'F4', file: 'a.ts', line: 2 },
    ]);
  });
});

describe('deviationMarkersIn', () => {
  it('reads numbered and unnumbered markers in every comment style', () => {
    const file = source(
      '// SPEC_DEVIATION: SD-01 users live elsewhere',
      '  x; /* SPEC_DEVIATION: SD-02: seconds matter */',
      '    -- SPEC_DEVIATION: SD-03',
      ' * SPEC_DEVIATION: because',
      "const text = 'SPEC_DEVIATION: SD-09 not a comment';",
    );
    expect(deviationMarkersIn(file)).toEqual([
      { id: 'SD-01', reason: 'users live elsewhere', file: 'a.ts', line: 1 },
      { id: 'SD-02', reason: 'seconds matter', file: 'a.ts', line: 2 },
      { id: 'SD-03', reason: '', file: 'a.ts', line: 3 },
      { id: null, reason: 'because', file: 'a.ts', line: 4 },
    ]);
  });
});

describe('criteriaNamedIn', () => {
  it('reads the names of tests and groups, not their bodies or comments', () => {
    const file = source(
      "describe('AC-01, AC-02: switches', () => {",
      '  // AC-03 is elsewhere',
      '  it.each([[1], [(() => 2)()]])(`AC-04 case %d`, () => {',
      "    log('AC-05');",
      '  });',
      '  test.only(',
      "    'AC-06 over two lines', () => {});",
      '});',
    );
    expect(criteriaNamedIn(file).map(({ id, line }) => [id, line])).toEqual([
      ['AC-01', 1],
      ['AC-02', 1],
      ['AC-04', 3],
      ['AC-06', 6],
    ]);
  });
});
