import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../infra/data-folder.js';
import { LauncherError } from '../../infra/launcher.error.js';

const releaseSchema = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  tag: z.string(),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  /** The newest migration that it brings. */
  migration: z.string(),
});

/** What is out and may be running somewhere: an upgrade starts from it. */
export type Release = z.output<typeof releaseSchema>;

const FETCH_WITHIN_MS = 60_000;
const LAST_LINES = 20;

/** As `deploy/release.json` names it. */
export function readRelease(): Release {
  return releaseSchema.parse(JSON.parse(readFileSync(join(projectRoot, 'deploy/release.json'), 'utf8')));
}

/** Looks for a commit, and fetches it where this clone is a shallow one. @returns whether it is there now */
export function hasCommit(commit: string, tag?: string): boolean {
  const isThere = () => git(['cat-file', '-e', `${commit}^{commit}`]).status === 0;
  if (isThere()) return true;
  const isShallow = git(['rev-parse', '--is-shallow-repository']).stdout.trim() === 'true';
  if (isShallow) git(['fetch', '--quiet', '--unshallow']);
  if (!isThere() && tag !== undefined) git(['fetch', '--quiet', 'origin', `refs/tags/${tag}`]);
  return isThere();
}

/** A commit's sources, built, in a temporary folder of their own. */
export class CheckOut {
  private constructor(readonly folder: string) {}

  /** @throws LauncherError when it cannot be checked out, installed or built */
  static async of(commit: string): Promise<CheckOut> {
    const checkOut = new CheckOut(await mkdtemp(join(tmpdir(), 'order-notifications-release-')));
    try {
      checkOut.unpack(commit);
      checkOut.install();
      run('npm', ['run', '--silent', 'build'], checkOut.folder);
      return checkOut;
    } catch (error) {
      await checkOut.remove();
      throw error;
    }
  }

  get dist(): string {
    return join(this.folder, 'dist');
  }

  /** @throws LauncherError unless this is the newest migration there */
  requireMigration(name: string): void {
    const [, newest] =
      /EXPECTED_MIGRATION = '(\w+)'/.exec(
        readFileSync(join(this.dist, 'libs/database/src/schema-version.js'), 'utf8'),
      ) ?? [];
    if (newest === name) return;
    throw new LauncherError(
      `deploy/release.json says that the release ends with ${name}; it ends with ${newest ?? '?'}.`,
    );
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private unpack(commit: string): void {
    const archive = join(this.folder, 'release.tar');
    run('git', ['archive', '--output', archive, commit], projectRoot);
    run('tar', ['-xf', archive], this.folder);
  }

  /** The same packages need not be installed twice. */
  private install(): void {
    const lockOf = (folder: string) => readFileSync(join(folder, 'package-lock.json'), 'utf8');
    if (lockOf(this.folder) === lockOf(projectRoot)) {
      symlinkSync(realpathSync(join(projectRoot, 'node_modules')), join(this.folder, 'node_modules'));
    } else {
      run('npm', ['ci', '--no-audit', '--no-fund'], this.folder);
    }
  }
}

function git(args: readonly string[]) {
  // Whoever would have to be asked for a password is not there.
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
  return spawnSync('git', args, { cwd: projectRoot, env, encoding: 'utf8', timeout: FETCH_WITHIN_MS });
}

/** @throws LauncherError with its last lines */
function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return;
  const lines = error === undefined ? `${stdout}${stderr}`.trimEnd().split('\n').slice(-LAST_LINES) : [error.message];
  throw new LauncherError(`${[command, ...args].join(' ')} failed.`, lines);
}
