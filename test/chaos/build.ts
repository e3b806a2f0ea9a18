import { spawnSync } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { prepareFolder, projectRoot } from '../../infra/data-folder.js';
import { LauncherError } from '../../infra/launcher.error.js';

/** One statement of the build, replaced by another. */
export interface Patch {
  /** Within `dist`. */
  readonly file: string;
  readonly statement: string;
  readonly replacement: string;
}

/** Compiles the sources into a folder of our own: what is compiled meanwhile by others is not run half-made. */
export function compile(folder: string): string {
  const compiler = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const into = ['--outDir', folder, '--tsBuildInfoFile', join(folder, '.tsbuildinfo')];
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', ...into], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  if (status !== 0) throw new LauncherError('The sources do not compile.', stdout.trimEnd().split('\n').slice(-20));
  return folder;
}

/**
 * Copies a build beside a manifest, so that its libraries find each other and not those of the build it was copied from.
 * @returns the folder that has the apps
 * @throws LauncherError when a statement to replace is not there exactly once: the mechanism has moved, and the patch must follow
 */
export async function copyBuild(build: string, folder: string, patches: readonly Patch[]): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  const dist = join(prepareFolder(folder), 'dist');
  await cp(resolve(projectRoot, build), dist, { recursive: true });
  await cp(join(projectRoot, 'package.json'), join(folder, 'package.json'));
  for (const patch of patches) await writeFile(join(dist, patch.file), await patched(patch, dist));
  return dist;
}

/** @throws LauncherError as `copyBuild` does */
export async function requireFitting(build: string, patches: readonly Patch[]): Promise<void> {
  for (const patch of patches) await patched(patch, resolve(projectRoot, build));
}

async function patched({ file, statement, replacement }: Patch, dist: string): Promise<string> {
  const code = await readFile(join(dist, file), 'utf8');
  const [before, after, ...more] = code.split(statement);
  if (before === undefined || after === undefined || more.length > 0) {
    const times = code.split(statement).length - 1;
    throw new LauncherError(`${file} should have this statement once, and has it ${times} times.`, [statement]);
  }
  return before + replacement + after;
}
