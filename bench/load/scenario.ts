import { describeError } from '../../infra/launcher.error.js';
import { LoadSystem, type LoadSystemOptions } from './load-system.js';

/**
 * Runs a scenario on a system of its own, and ends the process: exit code 0 when its goals were met.
 * @param work resolves to whether they were
 */
export async function runScenario(
  name: string,
  options: LoadSystemOptions,
  work: (system: LoadSystem) => Promise<boolean>,
): Promise<never> {
  try {
    const system = await LoadSystem.open(name, options);
    const met = await system.untilFailure(work(system)).finally(() => system.stop());
    process.exit(met ? 0 : 1);
  } catch (error) {
    console.error(describeError(error));
    process.exit(1);
  }
}
