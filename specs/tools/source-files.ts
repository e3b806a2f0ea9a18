import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { SourceFile } from './source-references.js';

const FOLDERS = ['apps', 'bench', 'deploy', 'infra', 'libs', 'migrations', 'test'] as const;
const SOURCE = /\.(?:[cm]?[jt]sx?|sql|ya?ml|py)$/;
const GENERATED = /(?:^|\/)(?:dist|node_modules|\.results)\//;

/** Every source file that may name something in the specification, sorted by path. */
export function readSourceFiles(root: string): SourceFile[] {
  return FOLDERS.map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => filesBelow(folder))
    .map((path) => ({ path, file: relative(root, path).replaceAll('\\', '/') }))
    .filter(({ file }) => SOURCE.test(file) && !GENERATED.test(file))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ path, file }) => ({ file, text: readFileSync(path, 'utf8') }));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
