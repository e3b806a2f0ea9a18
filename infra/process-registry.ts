import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { LauncherError, systemErrorCode } from './launcher.error.js';
import { isAlive, readProcess, type ProcessIdentity } from './process-table.js';

const identitySchema = z.object({ pid: z.int().positive(), startedAt: z.string() });

const childSchema = identitySchema.extend({
  name: z.string(),
  /** Applications end before the services they use. */
  layer: z.enum(['service', 'application']),
  stopSignal: z.enum(['SIGTERM', 'SIGINT']),
  /** It leads a process group of its own, and is signalled together with its descendants. */
  leadsGroup: z.boolean(),
});

const registrySchema = z.object({ launcher: identitySchema, children: z.array(childSchema) });

/** A process the launcher has started and must not leave behind. */
export type ChildRecord = z.infer<typeof childSchema>;

const GRACE_MS = { application: 30_000, service: 20_000 } as const satisfies Record<ChildRecord['layer'], number>;
const POLL_MS = 50;

/**
 * The file that says who uses a data folder, and which processes belong to it. It outlives a killed launcher, so that its
 * guard, or the next launcher, can end them.
 */
export class ProcessRegistry {
  private children: readonly ChildRecord[] = [];

  private constructor(
    readonly file: string,
    private readonly launcher: ProcessIdentity,
  ) {}

  /**
   * Takes the data folder over, first ending what a killed launcher has left.
   * @throws LauncherError when another launcher is using it
   */
  static async claim(file: string): Promise<ProcessRegistry> {
    const previous = readRegistry(file);
    if (previous) {
      if (isAlive(previous.launcher)) throw alreadyUsed(file, previous.launcher.pid);
      await endProcesses(previous.children);
      rmSync(file, { force: true });
    }
    const self = readProcess(process.pid);
    if (!self) throw new Error('The launcher cannot find itself in the process table');
    const registry = new ProcessRegistry(file, { pid: self.pid, startedAt: self.startedAt });
    try {
      writeFileSync(file, registry.serialise(), { flag: 'wx' });
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') throw alreadyUsed(file, readRegistry(file)?.launcher.pid);
      throw error;
    }
    return registry;
  }

  add(child: ChildRecord): void {
    this.children = [...this.children, child];
    this.save();
  }

  remove(pid: number): void {
    this.children = this.children.filter((child) => child.pid !== pid);
    this.save();
  }

  endChildren(): Promise<void> {
    return endProcesses(this.children);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  private save(): void {
    // Replaced in one step: whoever reads it after a kill must not find half a file.
    const next = `${this.file}.next`;
    writeFileSync(next, this.serialise());
    renameSync(next, this.file);
  }

  private serialise(): string {
    return JSON.stringify({ launcher: this.launcher, children: this.children }, null, 2);
  }
}

/** What the registry says, or undefined when the data folder is free. */
export function readRegistry(file: string): z.infer<typeof registrySchema> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  return registrySchema.parse(JSON.parse(text));
}

/**
 * Ends these processes, applications first: politely, then by force. Those that ended by themselves are left alone, and so
 * is whoever has their pid today.
 * @throws LauncherError when one cannot be ended, for example because it belongs to another user
 */
export async function endProcesses(children: readonly ChildRecord[]): Promise<void> {
  await endLayer(children, 'application');
  await endLayer(children, 'service');
}

async function endLayer(children: readonly ChildRecord[], layer: ChildRecord['layer']): Promise<void> {
  const living = children.filter((child) => child.layer === layer && isAlive(child));
  for (const child of living) signal(child, child.stopSignal);
  const stubborn = await remainingAfter(living, GRACE_MS[layer]);
  // The whole group also where its leader obeyed: a descendant may not have.
  for (const child of living.filter(({ leadsGroup }) => leadsGroup)) signal(child, 'SIGKILL');
  for (const child of stubborn) signal(child, 'SIGKILL');
  const [immortal] = await remainingAfter(stubborn, 5_000);
  if (immortal) {
    throw new LauncherError(
      `${immortal.name} (process ${immortal.pid}) of an earlier start still runs and cannot be ended.`,
      [`End it as the user who started it: kill -9 ${immortal.pid}`],
    );
  }
}

async function remainingAfter(children: readonly ChildRecord[], graceMs: number): Promise<ChildRecord[]> {
  const deadline = Date.now() + graceMs;
  let remaining = children.filter(isAlive);
  while (remaining.length > 0 && Date.now() < deadline) {
    await sleep(POLL_MS);
    remaining = remaining.filter(isAlive);
  }
  return remaining;
}

function signal({ pid, leadsGroup }: ChildRecord, name: NodeJS.Signals): void {
  try {
    process.kill(leadsGroup ? -pid : pid, name);
  } catch (error) {
    // ESRCH: it has just ended. EPERM: what is left is a zombie (macOS) or not ours; the caller looks whether it still lives.
    if (!['ESRCH', 'EPERM'].includes(systemErrorCode(error) ?? '')) throw error;
  }
}

function alreadyUsed(file: string, pid: number | undefined): LauncherError {
  return new LauncherError(`Already running: process ${pid ?? '(unknown)'} uses the data folder ${dirname(file)}.`, [
    'Stop it first (Ctrl-C where it runs). Its addresses are printed there.',
  ]);
}
