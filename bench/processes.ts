import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LauncherError } from '../infra/launcher.error.js';
import { readRegistry } from '../infra/process-registry.js';
import { logTail } from '../infra/process-supervisor.js';

const READY_WITHIN_MS = 90_000;
/** As exact as a start is measured. */
const POLL_MS = 20;

/** @returns the process of that name which a supervisor has started in this folder; undefined: there is none, as of a server that the environment names */
export function pidOf(folder: string, name: string): number | undefined {
  const children = readRegistry(join(folder, 'running.json'))?.children ?? [];
  return children.find((child) => child.name === name)?.pid;
}

/** Resolves once what listens on that port is ready. @throws LauncherError */
export async function untilReady(name: string, port: number, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isOk(`http://127.0.0.1:${port}/health/ready`))) {
    if (Date.now() > deadline) throw new LauncherError(`${name} is not ready.`, logTail(logFile));
    await delay(POLL_MS);
  }
}

async function isOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    // Not listening yet: the caller decides how long that is acceptable.
    return false;
  }
}
