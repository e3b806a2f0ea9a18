import { z } from 'zod';
import type { Criterion, Specification } from './specification.js';

/** What `test/criteria-reporter.js` writes for one Jest project. */
export const testRunSchema = z.object({
  run: z.string(),
  finishedAt: z.iso.datetime(),
  tests: z.array(z.object({ name: z.string(), file: z.string(), status: z.string(), criteria: z.array(z.string()) })),
});

/** Measured figures of one criterion, for instance `{ "p95Ms": 812, "p99Ms": 1400 }`; the unit ends the name. */
export const metricsSchema = z.record(z.string(), z.number());

const criterionStatusSchema = z.object({
  criterion: z.string(),
  requirement: z.array(z.string()),
  status: z.enum(['passing', 'failing', 'planned']),
  tests: z.array(z.object({ file: z.string(), name: z.string(), status: z.string() })),
  metrics: metricsSchema.optional(),
  notes: z.string(),
});

/** `specs/test-status.json`: how each criterion stands, by id. `lastUpdated` is when its newest test run ended. */
export const statusDocumentSchema = z.object({
  specVersion: z.string(),
  lastUpdated: z.iso.datetime(),
  criteria: z.record(z.string(), criterionStatusSchema),
});

export type TestRun = z.infer<typeof testRunSchema>;
export type Metrics = z.infer<typeof metricsSchema>;
export type CriterionStatus = z.infer<typeof criterionStatusSchema>;
export type StatusDocument = z.infer<typeof statusDocumentSchema>;
type TestOutcome = CriterionStatus['tests'][number];

/** The status document that these runs prove. `metrics` is keyed by criterion id. Equal input gives equal output. */
export function buildStatus(
  specification: Specification,
  runs: TestRun[],
  metrics: ReadonlyMap<string, Metrics> = new Map(),
): StatusDocument {
  const criteria = specification.criteria.map((criterion) => {
    const measured = metrics.get(criterion.id);
    const status = statusOf(criterion, testsNaming(criterion.id, runs));
    return [criterion.id, measured === undefined ? status : { ...status, metrics: measured }] as const;
  });
  return {
    specVersion: specification.version,
    lastUpdated:
      runs
        .map(({ finishedAt }) => finishedAt)
        .sort()
        .at(-1) ?? new Date(0).toISOString(),
    criteria: Object.fromEntries(criteria.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function statusOf({ text, requirements, state, notes }: Criterion, tests: TestOutcome[]): CriterionStatus {
  const proved = tests.length > 0 && tests.every(({ status }) => status === 'passed');
  const status = state === 'planned' ? 'planned' : proved ? 'passing' : 'failing';
  return { criterion: text, requirement: requirements, status, tests, notes };
}

function testsNaming(criterion: string, runs: TestRun[]): TestOutcome[] {
  return runs
    .flatMap(({ tests }) => tests)
    .filter(({ criteria }) => criteria.includes(criterion))
    .map(({ file, name, status }) => ({ file, name, status }))
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey({ file, name, status }: TestOutcome): string {
  return [file, name, status].join('\u0000');
}

/** What changed from `committed` to `current`, one line each, `-` gone and `+` new; times and metrics are left out. */
export function differences(committed: StatusDocument, current: StatusDocument): string[] {
  const before = new Set(factsOf(committed));
  const after = new Set(factsOf(current));
  return [
    ...[...before].filter((fact) => !after.has(fact)).map((fact) => `- ${fact}`),
    ...[...after].filter((fact) => !before.has(fact)).map((fact) => `+ ${fact}`),
  ];
}

function factsOf({ specVersion, criteria }: StatusDocument): string[] {
  const facts = Object.entries(criteria).flatMap(([id, { criterion, requirement, status, tests, notes }]) => [
    `${id} criterion: ${criterion}`,
    `${id} requirement: ${requirement.join(', ')}`,
    `${id} status: ${status}`,
    `${id} notes: ${notes}`,
    ...tests.map((test) => `${id} test ${test.status}: ${test.file} › ${test.name}`),
  ]);
  return [`specVersion: ${specVersion}`, ...facts];
}
