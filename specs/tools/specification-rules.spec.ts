import { describe, expect, it } from '@jest/globals';
import { formatFinding } from './finding.js';
import { findingsOf } from './specification-rules.js';
import { parseSpecification } from './specification.js';

const specification = [
  '| F1 | Three channels | built |',
  '| F5 | Figures | planned |',
  '| AC-01 | Switches work | F1 | built | |',
  '| AC-06 | Dashboard | F5 | planned | |',
  '| SD-01 | No foreign key | users live elsewhere | `migrations/` |',
];
const sources = {
  'libs/channels.ts': '/** Implements F1. */',
  'migrations/1-start.ts': '// SPEC_DEVIATION: SD-01 users live elsewhere',
  'test/acceptance/switches.spec.ts': "it('AC-01 a channel is off', () => {});",
};

/** The findings, as printed, after `rows` were added and `files` written over the ones above. */
function check({ rows = [], files = {} }: { rows?: string[]; files?: Record<string, string> } = {}): string[] {
  const parsed = parseSpecification(['Version: 1.0.0', ...specification, ...rows].join('\n'), 'spec.md');
  const tree = Object.entries({ ...sources, ...files }).map(([file, text]) => ({ file, text }));
  return findingsOf(parsed, tree).map(formatFinding);
}

describe('the specification check', () => {
  it('is silent when specification, code and tests agree', () => {
    expect(check()).toEqual([]);
  });

  it.each([
    ['an id defined twice', { rows: ['| F1 | Again | planned |'] }, 'spec.md:7  F1 is defined twice'],
    ['a criterion of nothing', { rows: ['| AC-07 | Nice | | planned | |'] }, 'spec.md:7  AC-07 names no requirement'],
    [
      'a criterion of an unknown requirement',
      { rows: ['| AC-07 | Nice | F7 | planned | |'] },
      'spec.md:7  AC-07 names F7',
    ],
    [
      'a claim that leads nowhere',
      { files: { 'libs/x.ts': '\n/** Implements F9. */' } },
      'libs/x.ts:2  the header claims F9',
    ],
    ['a requirement nobody claims', { files: { 'libs/channels.ts': '' } }, 'spec.md:2  F1 is built, but no source'],
    [
      'a claim made by a test only',
      { files: { 'libs/channels.ts': '', 'libs/channels.spec.ts': '/** Implements F1. */' } },
      'spec.md:2  F1 is built, but no source',
    ],
    [
      'a test of an unknown criterion',
      { files: { 'a.spec.ts': "it('AC-99', f)" } },
      'a.spec.ts:1  the test is named after AC-99',
    ],
    [
      'a built criterion without a test',
      { files: { 'test/acceptance/switches.spec.ts': '' } },
      'spec.md:4  AC-01 is built, but no test',
    ],
    [
      'an unnumbered marker',
      { files: { 'libs/x.ts': '// SPEC_DEVIATION: speed' } },
      'libs/x.ts:1  the deviation has no number',
    ],
    [
      'an unlisted marker',
      { files: { 'libs/x.ts': '// SPEC_DEVIATION: SD-02 speed' } },
      'libs/x.ts:1  SD-02 is not listed',
    ],
    [
      'a marker without a reason',
      { files: { 'libs/x.ts': '// SPEC_DEVIATION: SD-01' } },
      'libs/x.ts:1  SD-01 gives no reason',
    ],
    [
      'a listed place without its marker',
      { files: { 'migrations/1-start.ts': '', 'libs/x.ts': '// SPEC_DEVIATION: SD-01 elsewhere' } },
      'spec.md:6  SD-01 claims migrations/',
    ],
  ])('reports %s, once', (_fault, change, start) => {
    expect(check(change)).toEqual([expect.stringContaining(start)]);
  });
});
