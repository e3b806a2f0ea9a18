import { describe, expect, it } from '@jest/globals';
import { parseSpecification, SpecificationFormatError } from './specification.js';

const text = [
  '# A service',
  'Version: 1.2.0 · 2026-01-01',
  '| id | requirement | state |',
  '| --- | --- | --- |',
  '| F1 | Three channels | built |',
  '| N9 | Nothing is lost \\| ever | partial |',
  '',
  '| AC-01 | Switches work | F1, N9 | built | also by hand |',
  '| AC-02 | Fast | N9 | planned | |',
  '| SD-01 | No foreign key | users live elsewhere | `migrations/`, `libs/a.ts` |',
  '| SD-02 | A separate service | scaling | – |',
].join('\n');

describe('parseSpecification', () => {
  it('reads the version and every entry with its line', () => {
    expect(parseSpecification(text, 'spec.md')).toEqual({
      file: 'spec.md',
      version: '1.2.0',
      requirements: [
        { id: 'F1', line: 5, state: 'built' },
        { id: 'N9', line: 6, state: 'partial' },
      ],
      criteria: [
        {
          id: 'AC-01',
          line: 8,
          text: 'Switches work',
          requirements: ['F1', 'N9'],
          state: 'built',
          notes: 'also by hand',
        },
        { id: 'AC-02', line: 9, text: 'Fast', requirements: ['N9'], state: 'planned', notes: '' },
      ],
      deviations: [
        { id: 'SD-01', line: 10, places: ['migrations/', 'libs/a.ts'] },
        { id: 'SD-02', line: 11, places: [] },
      ],
    });
  });

  it.each([
    ['a missing version', '# A service', 1, 'the specification names no version'],
    ['an unknown state', 'Version: 1.0.0\n| F1 | Channels | done |', 2, 'F1 has the unknown state "done"'],
    ['a row that lacks a cell', 'Version: 1.0.0\n\n| F1 | Channels |', 3, 'F1 has 2 cells'],
  ])('points at %s', (_fault, source, line, problem) => {
    const parse = () => parseSpecification(source, 'spec.md');
    expect(parse).toThrow(SpecificationFormatError);
    expect(parse).toThrow(expect.objectContaining({ finding: expect.objectContaining({ line, problem }) }));
  });
});
