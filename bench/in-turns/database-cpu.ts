/** How much processor time a PostgreSQL on this machine has used: for a busy machine the better measure, since nobody else's work is in it. */
import { readFileSync, readdirSync } from 'node:fs';

/** The kernel counts in hundredths of a second. */
const TICK_MS = 10;

/** @param backend the process of one of its connections. @returns its first process; undefined where there is no `/proc` */
export function serverOf(backend: number): number | undefined {
  return statOf(backend)?.parent;
}

/** @returns milliseconds, of all its processes, also of those that have ended */
export function databaseCpu(server: number): number {
  const processes = readdirSync('/proc').flatMap((name) => statOf(Number(name)) ?? []);
  const ticks = processes.reduce((sum, { pid, parent, own, ended }) => {
    if (pid === server) return sum + own + ended;
    return parent === server ? sum + own : sum;
  }, 0);
  return ticks * TICK_MS;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function statOf(pid: number) {
  if (!Number.isInteger(pid)) return undefined;
  const stat = contentOf(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const [, parent, ...rest] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = rest.slice(9);
  return { pid, parent, own: user + system, ended: endedUser + endedSystem };
}

/** A process may end while we look. */
function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
