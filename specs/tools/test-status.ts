/**
 * Writes `specs/test-status.json` from the recorded test runs; with `--check`, compares instead and exits 1 when the
 * committed file says something else. Run it after `npm test`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import {
  buildStatus,
  differences,
  statusDocumentSchema,
  type StatusDocument,
  type TestRun,
} from './criterion-status.js';
import { parseSpecification, SPECIFICATION_FILE } from './specification.js';
import { readJson, readMetrics, readTestRuns } from './test-results.js';

const STATUS_FILE = 'specs/test-status.json';
const RESULTS = 'test/.results';

function currentStatus(runs: TestRun[]): StatusDocument {
  const specification = parseSpecification(readFileSync(SPECIFICATION_FILE, 'utf8'));
  return buildStatus(specification, runs, readMetrics(`${RESULTS}/metrics`));
}

function check(current: StatusDocument): boolean {
  const lines = existsSync(STATUS_FILE)
    ? differences(statusDocumentSchema.parse(readJson(STATUS_FILE)), current)
    : ['it is missing'];
  if (lines.length === 0) return true;
  console.error(`${STATUS_FILE} is out of date; regenerate it with "npm run test:status":`);
  for (const line of lines) console.error(`  ${line}`);
  return false;
}

function summaryOf({ criteria }: StatusDocument): string {
  const count = (status: string) => Object.values(criteria).filter((criterion) => criterion.status === status).length;
  return `${count('passing')} passing, ${count('failing')} failing, ${count('planned')} planned`;
}

/** The exit code. */
function main(): number {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const runs = readTestRuns(RESULTS);
  if (runs.length === 0) {
    console.error(`${RESULTS} holds no test run. Run the whole "npm test" first.`);
    return 1;
  }
  const status = currentStatus(runs);
  console.log(`Criteria: ${summaryOf(status)}.`);
  if (values.check) return check(status) ? 0 : 1;
  writeFileSync(STATUS_FILE, `${JSON.stringify(status, null, 2)}\n`);
  return 0;
}

process.exitCode = main();
