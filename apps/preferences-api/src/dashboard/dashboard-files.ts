/** Implements F5. The operators' page as `npm run build` leaves it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

const FOLDER = 'dist/apps/dashboard';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Scripts, styles and figures from here alone. */
const POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  // Nothing that a customer or a provider wrote becomes markup.
  `require-trusted-types-for 'script'`,
  `style-src 'self'`,
  `img-src 'self'`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

export const DASHBOARD_PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': POLICY,
  // It names the assets of one build.
  'Cache-Control': 'no-cache',
  'X-Robots-Tag': 'noindex, nofollow',
} as const;

export interface DashboardFile {
  readonly type: string;
  readonly content: Buffer;
}

export interface DashboardFiles {
  readonly page: string;
  /** By name. Each name has a hash of the content in it. */
  readonly assets: ReadonlyMap<string, DashboardFile>;
}

/**
 * Few and small: read at once.
 * @param from a folder below the one that holds `dist`; default: this one, in the sources or in what is built of them
 * @returns undefined where it has not been built
 */
export function readDashboardFiles(from = import.meta.dirname): DashboardFiles | undefined {
  const folder = builtFolder(from);
  if (folder === undefined) return undefined;
  const names = readdirSync(join(folder, 'assets'));
  return {
    page: readFileSync(join(folder, 'index.html'), 'utf8'),
    assets: new Map(names.map((name) => [name, readAsset(join(folder, 'assets', name))])),
  };
}

function readAsset(path: string): DashboardFile {
  return { type: TYPES[extname(path)] ?? 'application/octet-stream', content: readFileSync(path) };
}

function builtFolder(from: string): string | undefined {
  if (existsSync(join(from, FOLDER, 'index.html'))) return join(from, FOLDER);
  return from === dirname(from) ? undefined : builtFolder(dirname(from));
}

/** The files of this installation. */
export class DashboardReader {
  constructor(private readonly from?: string) {}

  read(): DashboardFiles | undefined {
    return readDashboardFiles(this.from);
  }
}
