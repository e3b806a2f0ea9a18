import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { metricsSchema, testRunSchema, type Metrics, type TestRun } from './criterion-status.js';

/** The recorded runs in `folder`; none when no tests have run. */
export function readTestRuns(folder: string): TestRun[] {
  return jsonFilesIn(folder).map((path) => testRunSchema.parse(readJson(path)));
}

/** The figures in `folder`, one file a criterion (`AC-02.json`), by criterion id. */
export function readMetrics(folder: string): Map<string, Metrics> {
  return new Map(jsonFilesIn(folder).map((path) => [basename(path, '.json'), metricsSchema.parse(readJson(path))]));
}

/** Parsed, not yet checked, content of a JSON file. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function jsonFilesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
}
