import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { identifiersIn } from '../specs/tools/identifiers.js';

/** See `criteria-reporter.d.ts`. */
export default class CriteriaReporter {
  #testsByProject = new Map();
  #globalConfig;
  #folder;

  constructor(globalConfig, { folder = 'test/.results' } = {}) {
    this.#globalConfig = globalConfig;
    this.#folder = join(globalConfig.rootDir, folder);
  }

  onTestResult(test, result) {
    const project = test.context.config.displayName?.name ?? 'tests';
    const file = relative(this.#globalConfig.rootDir, test.path);
    const tests = this.#testsByProject.get(project) ?? [];
    this.#testsByProject.set(project, tests);
    if (result.testExecError) tests.push(record(file, { fullName: '(file did not run)', status: 'failed' }));
    tests.push(...result.testResults.map((assertion) => record(file, assertion)));
  }

  onRunComplete() {
    if (isNarrowed(this.#globalConfig)) return;
    mkdirSync(this.#folder, { recursive: true });
    const finishedAt = new Date().toISOString();
    for (const [run, tests] of this.#testsByProject) {
      writeFileSync(join(this.#folder, `${run}.json`), `${JSON.stringify({ run, finishedAt, tests }, null, 2)}\n`);
    }
  }
}

function record(file, { fullName, status, duration }) {
  return {
    name: fullName,
    file,
    status,
    durationMs: duration ?? null,
    criteria: identifiersIn('criterion', fullName),
    requirements: identifiersIn('requirement', fullName),
  };
}

function isNarrowed({ testPathPatterns, testNamePattern, onlyChanged, onlyFailures, findRelatedTests, shard }) {
  const byFile = testPathPatterns.isSet() || onlyChanged || onlyFailures || findRelatedTests || shard !== undefined;
  return byFile || Boolean(testNamePattern);
}
