import { z } from 'zod';
import type { Finding } from './finding.js';
import { identifiersIn } from './identifiers.js';

/** Where the specification lives, relative to the repository root. */
export const SPECIFICATION_FILE = 'specs/order-notifications.md';

const requirementStates = z.enum(['built', 'partial', 'planned']);
const criterionStates = z.enum(['built', 'planned']);

interface Entry {
  id: string;
  line: number;
}

/** `partial`: some of it is in the code, the rest is planned. */
export interface Requirement extends Entry {
  state: z.infer<typeof requirementStates>;
}

/** `requirements`: ids the criterion proves. `notes`: empty where there is nothing to add. */
export interface Criterion extends Entry {
  text: string;
  requirements: string[];
  state: z.infer<typeof criterionStates>;
  notes: string;
}

/** `places`: paths, or folders ending in `/`, that must carry the marker; none where no single place embodies it. */
export interface Deviation extends Entry {
  places: string[];
}

/** The parts of the specification that tools work with; prose is left to readers. */
export interface Specification {
  file: string;
  version: string;
  requirements: Requirement[];
  criteria: Criterion[];
  deviations: Deviation[];
}

/** The specification cannot be read; `finding` says where and why. */
export class SpecificationFormatError extends Error {
  constructor(readonly finding: Finding) {
    super(finding.problem);
    this.name = 'SpecificationFormatError';
  }
}

interface Row extends Entry {
  file: string;
  cells: string[];
}

/**
 * Reads version, requirements, criteria and deviations from the table rows whose first cell is an id.
 *
 * @throws SpecificationFormatError for a missing version, a row with the wrong number of cells or an unknown state.
 */
export function parseSpecification(text: string, file = SPECIFICATION_FILE): Specification {
  const rows = tableRows(text, file);
  return {
    file,
    version: versionOf(text, file),
    requirements: rows.filter(hasId('requirement')).map(toRequirement),
    criteria: rows.filter(hasId('criterion')).map(toCriterion),
    deviations: rows.filter(hasId('deviation')).map(toDeviation),
  };
}

function versionOf(text: string, file: string): string {
  const version = /^Version: (\d+\.\d+\.\d+)\b/m.exec(text)?.[1];
  if (version !== undefined) return version;
  throw new SpecificationFormatError({
    file,
    line: 1,
    problem: 'the specification names no version',
    remedy: 'Add a line "Version: 1.0.0" below the title',
  });
}

function tableRows(text: string, file: string): Row[] {
  return text.split('\n').flatMap((source, index) => {
    if (!source.startsWith('|')) return [];
    const cells = source
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim());
    return [{ file, line: index + 1, id: cells[0] ?? '', cells }];
  });
}

function hasId(kind: 'requirement' | 'criterion' | 'deviation'): (row: Row) => boolean {
  return ({ id }) => identifiersIn(kind, id)[0] === id;
}

function toRequirement(row: Row): Requirement {
  const [id, , state] = cellsOf(row, ['id', 'requirement', 'state']);
  return { id, line: row.line, state: stateOf(row, requirementStates, state) };
}

function toCriterion(row: Row): Criterion {
  const [id, text, requirements, state, notes] = cellsOf(row, ['id', 'criterion', 'requirements', 'state', 'notes']);
  return {
    id,
    line: row.line,
    text,
    requirements: identifiersIn('requirement', requirements),
    state: stateOf(row, criterionStates, state),
    notes,
  };
}

function toDeviation(row: Row): Deviation {
  const [id, , , place] = cellsOf(row, ['id', 'deviation', 'reason', 'place']);
  return { id, line: row.line, places: [...place.matchAll(/`([^`]+)`/g)].flatMap(([, path]) => path ?? []) };
}

function cellsOf<const Columns extends readonly string[]>(
  row: Row,
  columns: Columns,
): { [Index in keyof Columns]: string } {
  if (row.cells.length === columns.length) return row.cells as { [Index in keyof Columns]: string };
  throw new SpecificationFormatError({
    file: row.file,
    line: row.line,
    problem: `${row.id} has ${row.cells.length} cells`,
    remedy: `Give it ${columns.length}: ${columns.join(', ')}`,
  });
}

function stateOf<State extends string>(row: Row, states: z.ZodType<State> & { options: State[] }, cell: string): State {
  const state = states.safeParse(cell);
  if (state.success) return state.data;
  throw new SpecificationFormatError({
    file: row.file,
    line: row.line,
    problem: `${row.id} has the unknown state "${cell}"`,
    remedy: `Use one of ${states.options.join(', ')}`,
  });
}
