import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { LauncherError, systemErrorCode } from './launcher.error.js';
import { readProcess } from './process-table.js';

/** Absolute path of the repository. */
export const projectRoot = dirname(import.meta.dirname);

/** Git-ignored; everything the embedded services keep is in here. */
export const dataRoot = join(projectRoot, '.data');

/** Advice for a service that does not start on the data of earlier starts. */
export const START_ANEW = 'If its data is damaged, start anew without it: add `-- --fresh`';

/**
 * Creates a folder, with the folders above it, where the embedded services may write.
 * @returns the same path
 * @throws LauncherError when it cannot be written
 */
export function prepareFolder(folder: string): string {
  try {
    const first = mkdirSync(folder, { recursive: true });
    // Open to all whatever the umask: as root, PostgreSQL runs under another account.
    for (let made = folder; first && made.length >= first.length; made = dirname(made)) chmodSync(made, 0o755);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new LauncherError(
      `The data folder ${folder} cannot be written (${systemErrorCode(error) ?? 'unknown error'}).`,
      ['Was it made by another user, such as root? Give it to yourself:', `sudo chown -R "$(id -un)" "${dataRoot}"`],
      { cause: error },
    );
  }
  return folder;
}

/**
 * Makes a folder's content once. `create` fills a folder beside it, which takes its place when complete, so that an
 * interruption leaves nothing half made and two launchers do not disturb each other.
 * @param version when it differs from the one it was made for, it is made again
 */
export async function createOnce(
  folder: string,
  version: string,
  create: (partial: string) => Promise<void>,
): Promise<void> {
  if ((await readIfPresent(join(folder, '.complete'))) === version) return;
  await removeAbandoned(folder);
  const partial = `${folder}.${process.pid}.partial`;
  prepareFolder(partial);
  try {
    await create(partial);
    await writeFile(join(partial, '.complete'), version);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** What launchers that were killed meanwhile have left half made. */
async function removeAbandoned(folder: string): Promise<void> {
  const siblings = await readdir(prepareFolder(dirname(folder)));
  for (const name of siblings) {
    const [, pid] = /\.(\d+)\.partial$/.exec(name) ?? [];
    const isOfThisFolder = name.startsWith(`${basename(folder)}.`);
    if (pid && isOfThisFolder && !readProcess(Number(pid))) {
      await rm(join(dirname(folder), name), { recursive: true, force: true });
    }
  }
}

/** The text of a file, or undefined when there is none. */
export async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** A path as it is shown on the console. */
export function displayPath(path: string): string {
  return relative(process.cwd(), path) || '.';
}
