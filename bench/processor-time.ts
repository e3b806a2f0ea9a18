/** How much processor time a process on this machine has used: for a busy machine the better measure, since nobody else's work is in it. */
import { readFileSync, readdirSync } from 'node:fs';

/** The kernel counts in hundredths of a second. */
const TICK_MS = 10;

/** @param backend a process of PostgreSQL's, of one of its connections. @returns its first process; undefined where there is no `/proc` */
export function serverOf(backend: number): number | undefined {
  return statOf(backend)?.parent;
}

/** @param root a process. @returns milliseconds, of it and its children, also of those that have ended; 0 where it cannot be told */
export function cpuOf(root: number | undefined): number {
  if (root === undefined || statOf(root) === undefined) return 0;
  const processes = readdirSync('/proc').flatMap((name) => statOf(Number(name)) ?? []);
  const ticks = processes.reduce((sum, { pid, parent, own, ended }) => {
    if (pid === root) return sum + own + ended;
    return parent === root ? sum + own : sum;
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
