import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Identifies a process for good: a pid comes back into use, a pid together with its start time does not. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** A living process, as the operating system lists it. */
export interface ProcessEntry extends ProcessIdentity {
  readonly parent: number;
  readonly command: string;
}

/** The process with this pid, or undefined when there is none; a zombie counts as none. */
export function readProcess(pid: number): ProcessEntry | undefined {
  return process.platform === 'linux' ? readFromProc(pid) : readFromPs(pid);
}

/** Whether exactly this process still runs, and not another one that was given its pid. */
export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  return readProcess(pid)?.startedAt === startedAt;
}

/**
 * The processes between the launcher and the `npm` that started it, npm included; empty when npm did not start it.
 * Killing npm alone kills none of its children, so the launcher has to watch for it.
 */
export function npmAncestors(pid = process.pid): ProcessIdentity[] {
  const chain: ProcessEntry[] = [];
  for (let entry = readProcess(readProcess(pid)?.parent ?? 0); entry && chain.length < 5;) {
    chain.push(entry);
    if (/^npm\b|\bnpm-cli\.js\b/.test(entry.command)) return chain;
    entry = readProcess(entry.parent);
  }
  return [];
}

function readFromProc(pid: number): ProcessEntry | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may itself hold blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent, startTicks] = [fields[0], fields[1], fields[19]];
    if (state === 'Z' || state === 'X') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, startedAt: `${bootId()}:${String(startTicks)}`, parent: Number(parent), command };
  } catch {
    // No such process, or it ended between the two reads.
    return undefined;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

function readFromPs(pid: number): ProcessEntry | undefined {
  if (pid <= 0) return undefined;
  let line: string;
  try {
    line = execFileSync('ps', ['-o', 'ppid=,state=,lstart=,command=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    // ps exits with 1 when there is no such process.
    return undefined;
  }
  const match =
    /^\s*(?<parent>\d+)\s+(?<state>\S+)\s+(?<startedAt>\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(?<command>.*)/.exec(line);
  const { parent, state = 'Z', startedAt = '', command = '' } = match?.groups ?? {};
  return state.startsWith('Z') ? undefined : { pid, startedAt, parent: Number(parent), command: command.trim() };
}
