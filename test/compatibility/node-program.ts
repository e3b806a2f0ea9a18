import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { prepareFolder } from '../../infra/data-folder.js';
import type { ProcessSupervisor } from '../../infra/process-supervisor.js';

/** A Node to run everything with. */
export interface NodeProgram {
  readonly command: string;
  /** `24.11.1` */
  readonly version: string;
}

/** The one that is recommended, and the oldest one. */
const RECOMMENDED = '24';
const OLDEST = '20.19';

export const thisNode = (): NodeProgram => ({ command: process.execPath, version: process.versions.node });

/**
 * The recommended release; where that is the one that runs this, the oldest. npm has each for each platform as a package, which the package `node`
 * would install by a script.
 */
export async function otherNode(supervisor: ProcessSupervisor, folder: string): Promise<NodeProgram> {
  const release = process.versions.node.startsWith(`${RECOMMENDED}.`) ? OLDEST : RECOMMENDED;
  const home = prepareFolder(join(folder, 'node'));
  const name = `node-${process.platform}-${process.arch}`;
  const quietly = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts'];
  const args = ['install', '--prefix', home, ...quietly, `${name}@${release}`];
  await supervisor.run({ name: `Installing Node ${release}`, command: 'npm', args, logFile: join(home, 'npm.log') });
  const command = join(home, 'node_modules', name, 'bin', 'node');
  const version = execFileSync(command, ['--version'], { encoding: 'utf8' }).trim().slice(1);
  return { command, version };
}
