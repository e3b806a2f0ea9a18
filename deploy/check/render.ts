/** Renders an overlay with whichever kustomize there is; without one, Go builds it once into the data folder. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dataRoot } from '../../infra/data-folder.js';
import { run } from '../../test/system/python.js';

const KUSTOMIZE = 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.1';
const FOLDER = join(dataRoot, 'kustomize');
const BUILT = join(FOLDER, 'kustomize');

type Command = readonly [program: string, ...arguments_: string[]];

const BUILD: readonly Command[] = [
  ['kustomize', 'build'],
  ['kubectl', 'kustomize'],
  [BUILT, 'build'],
];

/** @returns the resources as YAML */
export function render(overlay: string): string {
  const [program, ...before] = available();
  const { status, stdout, stderr } = spawnSync(program, [...before, overlay], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${overlay} cannot be rendered:\n${stderr}`);
  return stdout;
}

function available(): Command {
  const found = BUILD.find((command) => works(command));
  if (found !== undefined) return found;
  const built = run('go', ['install', KUSTOMIZE], { ...process.env, GOBIN: FOLDER });
  if (built !== 0 || !existsSync(BUILT)) throw new Error('kustomize, kubectl or Go is needed to render the overlays.');
  return [BUILT, 'build'];
}

function works([program, ...before]: Command): boolean {
  return spawnSync(program, [...before, '--help'], { stdio: 'ignore' }).status === 0;
}
