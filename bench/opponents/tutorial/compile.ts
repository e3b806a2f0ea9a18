import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Options, transformFileSync } from '@swc/core';

/** As Nest's own build does: decorators with the types of their parameters, by which Nest injects. */
const OPTIONS = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2023',
  },
  module: { type: 'es6' },
  swcrc: false,
} as const satisfies Options;

/** Makes JavaScript of every TypeScript file of a folder, so that an opponent runs as the built service does. */
export function compile(sourceFolder: string, targetFolder: string): void {
  const files = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((file) => file.endsWith('.ts'))) {
    const target = join(targetFolder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transformFileSync(join(sourceFolder, file), OPTIONS).code);
  }
}
