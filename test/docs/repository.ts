import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type MarkdownDocument, readMarkdown } from './markdown.js';
import { type Scripts } from './runs.js';

const PASSED_OVER = /(?:^|\/)(?:\.[^/]+|node_modules|dist)(?:\/|$)/;

/** Of the repository, what the documents are held against. */
export interface Repository {
  /** By path. */
  readonly documents: readonly MarkdownDocument[];
  /** Of package.json. */
  readonly scripts: Scripts;
  /** The text of `.ci/run`. */
  readonly ci: string;
  /** @param path from the root */
  readonly has: (path: string) => boolean;
}

export function readRepository(root: string): Repository {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Scripts };
  return {
    documents: markdownFiles(root).map((file) => readMarkdown(file, readFileSync(join(root, file), 'utf8'))),
    scripts,
    ci: readFileSync(join(root, '.ci', 'run'), 'utf8'),
    has: (path) => existsSync(join(root, path)),
  };
}

function markdownFiles(root: string, folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => ({ entry, file: relative(root, join(folder, entry.name)).replaceAll('\\', '/') }))
    .filter(({ file }) => !PASSED_OVER.test(file))
    .flatMap(({ entry, file }) => {
      if (entry.isDirectory()) return markdownFiles(root, join(root, file));
      return file.endsWith('.md') ? [file] : [];
    })
    .sort();
}
