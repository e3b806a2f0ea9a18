import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherError } from '../../infra/launcher.error.js';

/** Where Debian, and whoever follows it, keeps the releases of PostgreSQL beside each other. */
const PACKAGES = '/usr/lib/postgresql';
const OLDEST = 15;

/** The oldest that is installed and supported. @throws LauncherError when there is none */
export function findSystemPostgres(): { readonly binFolder: string } {
  const releases = existsSync(PACKAGES) ? readdirSync(PACKAGES).map(Number) : [];
  const [release] = releases
    .filter((number) => number >= OLDEST && existsSync(join(PACKAGES, String(number), 'bin', 'initdb')))
    .sort((a, b) => a - b);
  if (release !== undefined) return { binFolder: join(PACKAGES, String(release), 'bin') };
  throw new LauncherError(`There is no PostgreSQL ${OLDEST} or later in ${PACKAGES}.`, [
    'On Debian and Ubuntu: apt-get install -y postgresql',
  ]);
}
