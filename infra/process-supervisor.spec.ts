import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { projectRoot } from './data-folder.js';
import { endProcesses, readRegistry } from './process-registry.js';
import { readProcess } from './process-table.js';

const fixture = join(projectRoot, 'infra', 'launcher.fixture.ts');

// Each test starts real processes, and the machine may be busy.
jest.setTimeout(30_000);

describe('a launcher', () => {
  let folder: string;
  let registryFile: string;
  const launchers: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'launcher-'));
    registryFile = join(folder, 'running.json');
  });

  afterEach(async () => {
    for (const launcher of launchers.splice(0)) launcher.kill('SIGKILL');
    await endProcesses(readRegistry(registryFile)?.children ?? []);
    await rm(folder, { recursive: true });
  });

  it('that is killed with -9 leaves no process behind', async () => {
    const launcher = await readyLauncher();
    const family = await familyOf(launcher);
    launcher.kill('SIGKILL');
    await eventually(() => expect(survivors(family)).toEqual([]));
  });

  it('that is killed together with its guard leaves its processes to the next start, which ends them', async () => {
    const launcher = await readyLauncher();
    const family = await familyOf(launcher);
    const guard = family.find(({ command }) => command.includes('guard.ts'));
    launcher.kill('SIGKILL');
    process.kill(guard?.pid ?? NaN, 'SIGKILL');
    await eventually(() => expect(survivors(family)).toHaveLength(family.length - 2));

    await readyLauncher();
    expect(survivors(family)).toEqual([]);
  });

  it('ends everything in good order on Ctrl-C', async () => {
    const launcher = await readyLauncher();
    const family = await familyOf(launcher);
    launcher.kill('SIGINT');
    expect(await exitCodeOf(launcher)).toBe(130);
    await eventually(() => expect(survivors(family)).toEqual([]));
    expect(existsSync(registryFile)).toBe(false);
  });

  it('is refused while another one uses the data folder, and does not disturb it', async () => {
    const first = await readyLauncher();
    const family = await familyOf(first);
    const second = launch();
    const [exitCode, errors] = await Promise.all([exitCodeOf(second), errorsOf(second)]);
    expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: expect.stringContaining('Already running: process') });
    expect(survivors(family)).toEqual(family);
  });

  it('ends with the last words of a process that dies, and leaves none of the others', async () => {
    const launcher = launch('out-of-paper');
    const [exitCode, errors] = await Promise.all([exitCodeOf(launcher), errorsOf(launcher)]);
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/faulty ended unexpectedly \(exit code 3\)\.\s+out-of-paper/);
    expect(existsSync(registryFile)).toBe(false);
  });

  function launch(...args: string[]): ChildProcess {
    const launcher = spawn(process.execPath, ['--import', 'tsx', fixture, folder, ...args], { cwd: projectRoot });
    launchers.push(launcher);
    return launcher;
  }

  async function readyLauncher(): Promise<ChildProcess> {
    const launcher = launch();
    if (launcher.stdout) await once(launcher.stdout, 'data');
    return launcher;
  }
});

describe('endProcesses', () => {
  it('leaves a process alone that was given the pid of one that has ended', async () => {
    const bystander = spawn('sleep', ['600']);
    try {
      const record = { name: 'gone', layer: 'service', stopSignal: 'SIGTERM', leadsGroup: false } as const;
      await endProcesses([{ ...record, pid: bystander.pid ?? NaN, startedAt: 'another time' }]);
      expect(readProcess(bystander.pid ?? NaN)).toBeDefined();
    } finally {
      bystander.kill('SIGKILL');
    }
  });
});

interface Relative {
  readonly pid: number;
  readonly command: string;
}

/** The launcher and everything below it: service, application, the application's own child, guard. */
async function familyOf(launcher: ChildProcess): Promise<Relative[]> {
  let family: Relative[] = [];
  await eventually(async () => {
    const pids = [launcher.pid ?? NaN, ...(await descendants(launcher.pid ?? NaN))];
    const all = pids.map((pid) => ({ pid, command: readProcess(pid)?.command ?? '' }));
    // tsx starts esbuild's service only when its cache is cold.
    family = all.filter(({ command }) => !command.includes('esbuild'));
    expect(family).toHaveLength(5);
    expect(family.filter(({ command }) => command.startsWith('sleep'))).toHaveLength(2);
  });
  return family;
}

async function descendants(pid: number): Promise<number[]> {
  const listing = await text(spawn('ps', ['-A', '-o', 'pid=,ppid=']).stdout);
  const pairs = listing
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.flatMap(([child = NaN, itsParent]) => (itsParent === parent ? [child, ...below(child)] : []));
  return below(pid);
}

function survivors(family: readonly Relative[]): Relative[] {
  return family.filter(({ pid, command }) => readProcess(pid)?.command === command);
}

async function exitCodeOf(launcher: ChildProcess): Promise<unknown> {
  const [code] = (await once(launcher, 'exit')) as unknown[];
  return code;
}

async function errorsOf(launcher: ChildProcess): Promise<string> {
  return launcher.stderr ? text(launcher.stderr) : '';
}

async function eventually(assertion: () => void | Promise<void>, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
