/**
 * Outlives the launcher and ends what it has started. The launcher holds the other end of standard input: however it dies,
 * the operating system closes it.
 */
import { endProcesses, readRegistry } from './process-registry.js';

const [registryFile = '', launcherPid, launcherStartedAt] = process.argv.slice(2);

process.stdin.resume();
process.stdin.once('close', () => {
  const registry = readRegistry(registryFile);
  // A later launcher may already have cleaned up and taken the folder over; its processes are not ours to end.
  const isOurs = registry?.launcher.pid === Number(launcherPid) && registry.launcher.startedAt === launcherStartedAt;
  if (isOurs) void endProcesses(registry.children);
});
