/** What the pods are given is what their programs parse: nothing missing, nothing wrong, nothing that nobody reads. */
import { SettingsError } from '#runtime';
import { environmentOf, sourcesOf } from './environment.js';
import { type Container, type Resource, podsOf } from './manifests.js';
import { type Environment, PROGRAMS } from './programs.js';

/** What Node itself reads: certificates of authorities that are not public. */
const OF_NODE: readonly string[] = ['NODE_EXTRA_CA_CERTS'];

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
  const [program = 'nothing'] = args;
  const load = PROGRAMS[program];
  if (load === undefined) return [`runs ${program}, which is no program of ours`];
  const { port, faults, unread } = tryOut(load, env);
  const unknown = unread.filter((name) => !OF_NODE.includes(name)).map((name) => `${name} is no setting of ${program}`);
  const isElsewhere = port !== undefined && !ports.some(({ containerPort }) => containerPort === port);
  return [...faults, ...unknown, ...(isElsewhere ? [`listens on ${port}, which is not among its ports`] : [])];
}

interface Trial {
  readonly port?: number | undefined;
  readonly faults: readonly string[];
  readonly unread: readonly string[];
}

/** Schemas read what they know, and nothing else. */
function tryOut(load: (env: Environment) => number | undefined, env: Environment): Trial {
  const unread = new Set(Object.keys(env));
  const watched = {};
  for (const [name, value] of Object.entries(env)) {
    const get = () => {
      unread.delete(name);
      return value;
    };
    Object.defineProperty(watched, name, { enumerable: true, get });
  }
  try {
    return { port: load(watched), faults: [], unread: [...unread] };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { faults: error.faults, unread: [...unread] };
  }
}
