/** The part of Jest's global configuration that the reporter looks at. */
export interface ReporterConfig {
  rootDir: string;
  testPathPatterns: { isSet(): boolean };
  testNamePattern?: string;
  onlyChanged?: boolean;
  onlyFailures?: boolean;
  findRelatedTests?: boolean;
  shard?: object;
}

/** A test file and the Jest project it belongs to. */
export interface ReportedFile {
  path: string;
  context: { config: { displayName?: { name: string } } };
}

/** What became of a test file. `duration` is in milliseconds. */
export interface ReportedResult {
  testExecError?: unknown;
  testResults: { fullName: string; status: string; duration?: number | null }[];
}

/**
 * A Jest reporter that records which tests ran, how they ended, and which criteria and requirements their names carry:
 * one `<project>.json` per Jest project, read by `specs/tools/test-status.ts`.
 *
 * A run narrowed to some files or names writes nothing: it would replace the proof of a whole project by that of a part.
 *
 * The code is plain JavaScript, because Jest loads reporters without a transform.
 */
export default class CriteriaReporter {
  /** `folder`: where results go, relative to the root; default `test/.results`. */
  constructor(globalConfig: ReporterConfig, options?: { folder?: string });
  onTestResult(test: ReportedFile, result: ReportedResult): void;
  onRunComplete(): void;
}
