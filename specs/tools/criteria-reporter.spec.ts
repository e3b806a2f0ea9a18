import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import CriteriaReporter, { type ReportedResult, type ReporterConfig } from '../../test/criteria-reporter.js';
import { readTestRuns } from './test-results.js';

let rootDir: string;
beforeEach(() => {
  rootDir = mkdtempSync(join(tmpdir(), 'criteria-'));
});
afterEach(() => {
  rmSync(rootDir, { recursive: true });
});

function report(result: Partial<ReportedResult>, config: Partial<ReporterConfig> = {}): void {
  const reporter = new CriteriaReporter({ rootDir, testPathPatterns: { isSet: () => false }, ...config });
  const context = { config: { displayName: { name: 'acceptance' } } };
  reporter.onTestResult({ path: join(rootDir, 'test/once.spec.ts'), context }, { testResults: [], ...result });
  reporter.onRunComplete();
}

describe('the criteria reporter', () => {
  it('records each test with the criteria in its name', () => {
    report({ testResults: [{ fullName: 'AC-10 once (N9)', status: 'passed', duration: 7 }] });
    expect(readTestRuns(join(rootDir, 'test/.results'))).toMatchObject([
      { run: 'acceptance', tests: [{ file: 'test/once.spec.ts', status: 'passed', criteria: ['AC-10'] }] },
    ]);
  });

  it('records a file that did not run as a failure', () => {
    report({ testExecError: new Error('syntax') });
    expect(readTestRuns(join(rootDir, 'test/.results'))).toMatchObject([
      { tests: [{ status: 'failed', criteria: [] }] },
    ]);
  });

  it.each([
    ['by file', { testPathPatterns: { isSet: () => true } }],
    ['by name', { testNamePattern: 'once' }],
    ['to a shard', { shard: { shardIndex: 1, shardCount: 2 } }],
  ])('keeps what it has when the run is narrowed %s', (_how, config) => {
    report({}, config);
    expect(existsSync(join(rootDir, 'test/.results'))).toBe(false);
  });
});
