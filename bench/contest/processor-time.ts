import { join } from 'node:path';
import { readRegistry } from '../../infra/process-registry.js';
import { databaseCpu } from '../in-turns/database-cpu.js';
import type { ProcessorTimes } from './contest-math.js';

const NOBODY = -1;

/** @returns the process of that name which a supervisor has started in this folder; -1: there is none, as of a server that the environment names */
export function pidOf(folder: string, name: string): number {
  const children = readRegistry(join(folder, 'running.json'))?.children ?? [];
  return children.find((child) => child.name === name)?.pid ?? NOBODY;
}

/** Milliseconds that each process and its children have used since they began. 0 where it cannot be told. */
export function processorTimes(pids: Readonly<Record<string, number>>): ProcessorTimes {
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, pid === NOBODY ? 0 : databaseCpu(pid)]));
}
