/** Implements F6. The style sheet and the script of our pages, as files beside the sources. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = 'apps/preferences-api/public';

/** Below the root of the server. */
export const ASSETS_PATH = '/preferences/assets';

const TYPES = {
  'pages.css': 'text/css; charset=utf-8',
  'preference-page.js': 'text/javascript; charset=utf-8',
} as const;

export type AssetName = keyof typeof TYPES;

interface Asset {
  readonly type: string;
  readonly content: string;
  readonly version: string;
}

/** They are few and small: read once, when the app starts. */
const ASSETS: ReadonlyMap<string, Asset> = new Map(
  Object.entries(TYPES).map(([name, type]) => {
    const content = readFileSync(join(publicFolder(), name), 'utf8');
    return [name, { type, content, version: createHash('sha256').update(content).digest('base64url').slice(0, 12) }];
  }),
);

export function assetNamed(name: string): Asset | undefined {
  return ASSETS.get(name);
}

/** With its version: a browser that keeps an old copy asks for the new one. */
export function assetAddress(name: AssetName): string {
  return `${ASSETS_PATH}/${name}?v=${ASSETS.get(name)?.version ?? ''}`;
}

/** They are not compiled: they stay in the sources, which lie above this file both in `src` and in `dist`. */
function publicFolder(from = import.meta.dirname): string {
  const folder = join(from, FOLDER);
  if (existsSync(folder)) return folder;
  if (from === dirname(from)) throw new Error(`${FOLDER} is missing`);
  return publicFolder(dirname(from));
}
