import { describe, expect, it } from '@jest/globals';
import { buildStatus, differences, type TestRun } from './criterion-status.js';
import { parseSpecification } from './specification.js';

const specification = parseSpecification(
  [
    'Version: 1.0.0',
    '| AC-02 | Fast | N1 | planned | with the benchmark |',
    '| AC-01 | Switches work | F1, F3 | built | |',
  ].join('\n'),
);

function aRun({
  name = 'AC-01 off',
  status = 'passed',
  criteria = ['AC-01'],
  finishedAt = '2026-01-01T00:00:00Z',
} = {}): TestRun {
  return { run: 'acceptance', finishedAt, tests: [{ name, file: 'switches.spec.ts', status, criteria }] };
}

describe('buildStatus', () => {
  it('gives each criterion its requirements, its tests and how they ended, in the order of ids', () => {
    const status = buildStatus(specification, [aRun()]);
    expect(Object.keys(status.criteria)).toEqual(['AC-01', 'AC-02']);
    expect(status).toEqual({
      specVersion: '1.0.0',
      lastUpdated: '2026-01-01T00:00:00Z',
      criteria: {
        'AC-01': {
          criterion: 'Switches work',
          requirement: ['F1', 'F3'],
          status: 'passing',
          tests: [{ file: 'switches.spec.ts', name: 'AC-01 off', status: 'passed' }],
          notes: '',
        },
        'AC-02': { criterion: 'Fast', requirement: ['N1'], status: 'planned', tests: [], notes: 'with the benchmark' },
      },
    });
  });

  it.each([
    ['no test ran', []],
    ['one of its tests failed', [aRun(), aRun({ name: 'AC-01 on', status: 'failed' })]],
    ['one of its tests was skipped', [aRun(), aRun({ name: 'AC-01 on', status: 'pending' })]],
  ])('fails a built criterion when %s', (_case, runs) => {
    expect(buildStatus(specification, runs).criteria['AC-01']?.status).toBe('failing');
  });

  it('leaves a planned criterion planned although tests name it', () => {
    const status = buildStatus(specification, [aRun({ criteria: ['AC-02'] })]);
    expect(status.criteria['AC-02']).toMatchObject({ status: 'planned', tests: [{ name: 'AC-01 off' }] });
  });

  it('does not depend on the order of runs, and dates itself by the newest', () => {
    const runs = [aRun(), aRun({ name: 'AC-01 on', finishedAt: '2026-02-01T00:00:00Z' })];
    expect(buildStatus(specification, runs)).toEqual(buildStatus(specification, runs.toReversed()));
    expect(buildStatus(specification, runs).lastUpdated).toBe('2026-02-01T00:00:00Z');
  });

  it('carries measured figures', () => {
    const status = buildStatus(specification, [aRun()], new Map([['AC-02', { p95Ms: 812 }]]));
    expect(status.criteria['AC-02']?.metrics).toEqual({ p95Ms: 812 });
  });
});

describe('differences', () => {
  it('leaves out times and figures', () => {
    const committed = buildStatus(specification, [aRun()]);
    const later = [aRun({ finishedAt: '2026-02-01T00:00:00Z' })];
    expect(differences(committed, buildStatus(specification, later, new Map([['AC-02', { p95Ms: 1 }]])))).toEqual([]);
  });

  it('shows what is gone and what is new', () => {
    const committed = buildStatus(specification, [aRun()]);
    expect(differences(committed, buildStatus(specification, [aRun({ status: 'failed' })]))).toEqual([
      '- AC-01 status: passing',
      '- AC-01 test passed: switches.spec.ts › AC-01 off',
      '+ AC-01 status: failing',
      '+ AC-01 test failed: switches.spec.ts › AC-01 off',
    ]);
  });
});
