/**
 * `npm run test:package`: what upstream teams would install. Packs libs/contracts, looks at what is in it, and uses it in a folder outside of
 * the repository that has nothing but the package and what the package says it needs.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../infra/data-folder.js';

const LIBRARY = join(projectRoot, 'libs/contracts');
const NAME = '@order-notifications/contracts';

interface Manifest {
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'contracts-consumer-'));
  try {
    const installed = join(folder, 'node_modules', NAME);
    install(folder, installed);
    const manifest = readManifest(join(installed, 'package.json'));
    const faults = [...contentFaults(installed, manifest), ...rangeFaults(manifest)];
    if (faults.length > 0) throw new Error(['The package is not as it should be:', ...faults].join('\n  '));
    link(folder, ['@types/node', ...Object.keys(manifest.dependencies)]);
    useIn(folder, 'schemas');
    link(folder, Object.keys(manifest.peerDependencies ?? {}));
    useIn(folder, 'publisher');
    console.log(
      `${filesIn(installed).length} files; they type-check and run with ${Object.keys(manifest.dependencies).join(', ')}.`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As npm would unpack it; its dependencies come from here, so that nothing is asked of a registry. */
function install(folder: string, installed: string): void {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: LIBRARY });
  const packed = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, ...packed), '--strip-components=1', '-C', installed]);
}

/** Exactly the compiled sources, with their types; they import each other and what the package says it needs. */
function contentFaults(installed: string, { exports, dependencies }: Manifest): string[] {
  const sources = filesIn(join(LIBRARY, 'src')).filter((file) => !/\.(spec|fixture)\.ts$/.test(file));
  const compiled = sources.flatMap((file) => ['.js', '.d.ts'].map((ending) => `dist/${file.replace(/\.ts$/, ending)}`));
  const expected = new Set(['package.json', 'README.md', ...compiled]);
  const actual = new Set(filesIn(installed));
  const entries = Object.values(exports).flatMap((conditions) =>
    Object.values(conditions).map((path) => path.slice('./'.length)),
  );
  return [
    ...[...actual].filter((file) => !expected.has(file)).map((file) => `${file} does not belong into it`),
    ...[...expected, ...entries].filter((file) => !actual.has(file)).map((file) => `${file} is missing`),
    ...[...actual]
      .filter((file) => file.startsWith('dist/'))
      .flatMap((file) => importFaults(installed, file, Object.keys(dependencies))),
  ];
}

function importFaults(installed: string, file: string, dependencies: readonly string[]): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(installed, file), 'utf8'), true, true);
  const present = new Set(filesIn(installed));
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => !(name.startsWith('./') ? present.has(join(dirname(file), name)) : dependencies.includes(name)))
    .map((name) => `${file} imports ${name}`);
}

/** The repository tests with these versions, so the package may ask for no others. */
function rangeFaults({ dependencies, peerDependencies }: Manifest): string[] {
  const { dependencies: tested } = readManifest(join(projectRoot, 'package.json'));
  return Object.entries({ ...dependencies, ...peerDependencies })
    .filter(([name, range]) => tested[name] !== range)
    .map(([name, range]) => `${name} ${range} is not what the repository has (${tested[name] ?? 'nothing'})`);
}

function link(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules', name), place);
  }
}

/** Type-checks a program strictly, declarations of libraries included, and runs it as Node runs any. */
function useIn(folder: string, program: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  cpSync(join(import.meta.dirname, 'consumer', `${program}.ts`), join(folder, `${program}.ts`));
  const options = [
    '--strict',
    '--target',
    'es2022',
    '--module',
    'nodenext',
    '--types',
    'node',
    '--skipLibCheck',
    'false',
  ];
  const compiler = join(projectRoot, 'node_modules/typescript/bin/tsc');
  const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: folder, stdio: 'inherit' });
  run(compiler, ...options, `${program}.ts`);
  run(`${program}.js`);
}

/** Relative paths, sorted. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

main();
