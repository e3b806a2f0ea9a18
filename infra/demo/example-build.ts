import { join } from 'node:path';
import { projectRoot } from '../data-folder.js';
import type { ProcessSpec } from '../process-supervisor.js';

/** Where the example of the stream's client is built to. */
export const EXAMPLE_FOLDER = join(projectRoot, 'dist/libs/stream-client/example');

export function exampleBuild(logsFolder: string): ProcessSpec {
  const program = join(projectRoot, 'node_modules/vite/bin/vite.js');
  const args = [program, 'build', join(projectRoot, 'libs/stream-client/example')];
  return { name: 'vite build', command: process.execPath, args, logFile: join(logsFolder, 'example.log') };
}
