/** What the pods are given is what their programs parse: nothing missing, nothing wrong, nothing that nobody reads. */
import { type ProcessSettings, tryOutSettings } from '#runtime';
import { OF_LIBRARIES, PROGRAMS } from '../../apps/programs.js';
import { type Environment, environmentOf, sourcesOf } from './environment.js';
import { type Container, type Resource, podsOf } from './manifests.js';

/** @returns one line for each fault */
export function settingsFindings(resources: readonly Resource[]): string[] {
  const sources = sourcesOf(resources);
  return podsOf(resources).flatMap(({ owner, spec }) =>
    spec.containers.flatMap((container) => {
      const { env, findings } = environmentOf(container, sources);
      return [...findings, ...programFindings(container, env)].map((fault) => `${owner}: ${fault}`);
    }),
  );
}

function programFindings({ args = [], ports = [] }: Container, env: Environment): string[] {
  const [main = 'nothing'] = args;
  const program = PROGRAMS.find((each) => each.main === main);
  if (program === undefined) return [`runs ${main}, which is no program of ours`];
  const { settings, faults, unread } = tryOutSettings(program.settings, env);
  const unknown = unread
    .filter((name) => !OF_LIBRARIES.includes(name))
    .map((name) => `${name} is no setting of ${main}`);
  // A command listens on none.
  const port = (settings?.['process'] as ProcessSettings | undefined)?.port;
  const isElsewhere = port !== undefined && !ports.some(({ containerPort }) => containerPort === port);
  return [...faults, ...unknown, ...(isElsewhere ? [`listens on ${port}, which is not among its ports`] : [])];
}
