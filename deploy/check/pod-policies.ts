/** What every pod must say of itself: whether it is well, what it needs, and that it may do nothing else. */
import { SHUTDOWN_WITHIN_MS } from '#runtime';
import { type Container, type Pod, type Resource, podsOf } from './manifests.js';

/** Of every app; a test compares them with the routes. */
export const PROBE_PATHS = {
  startupProbe: '/health/live',
  livenessProbe: '/health/live',
  readinessProbe: '/health/ready',
} as const;

/** A health check answers within 3 s in any case; a probe that gives up earlier would see a fault where there is none. */
const LEAST_PROBE_TIMEOUT_S = 4;

const POLICIES = [probes, portNames, amounts, privileges, shutdown, images] as const satisfies readonly ((
  pod: Pod,
) => string[])[];

/** @returns one line for each fault */
export function podFindings(resources: readonly Resource[]): string[] {
  return podsOf(resources).flatMap((pod) =>
    POLICIES.flatMap((policy) => policy(pod).map((fault) => `${pod.owner}: ${fault}`)),
  );
}

function probes({ isServer, spec }: Pod): string[] {
  if (!isServer) return [];
  return spec.containers.flatMap((container) =>
    Object.entries(PROBE_PATHS).flatMap(([name, path]) => {
      const probe = container[name as keyof typeof PROBE_PATHS];
      if (probe?.httpGet === undefined) return [`no ${name}`];
      const faults = [];
      if (probe.httpGet.path !== path) faults.push(`${name} asks for ${probe.httpGet.path}, not ${path}`);
      if ((probe.timeoutSeconds ?? 1) < LEAST_PROBE_TIMEOUT_S) {
        faults.push(`${name} gives up in less than ${LEAST_PROBE_TIMEOUT_S} s`);
      }
      return faults;
    }),
  );
}

/** Services, probes and policies of the network name the port. */
function portNames({ isServer, spec }: Pod): string[] {
  const named = spec.containers.flatMap(({ ports = [] }) => ports).filter(({ name }) => name === 'http');
  return isServer && named.length !== 1 ? ['not exactly one port called http'] : [];
}

function amounts({ spec }: Pod): string[] {
  return allContainers(spec).flatMap(({ resources = {} }) =>
    (['requests', 'limits'] as const).flatMap((kind) =>
      ['cpu', 'memory'].filter((name) => resources[kind]?.[name] === undefined).map((name) => `no ${kind} of ${name}`),
    ),
  );
}

function privileges({ spec }: Pod): string[] {
  const { securityContext: pod = {} } = spec;
  const required: [string, boolean][] = [
    ['automountServiceAccountToken: false', spec.automountServiceAccountToken === false],
    ['enableServiceLinks: false', spec.enableServiceLinks === false],
    ['runAsNonRoot: true', pod.runAsNonRoot === true],
    ['runAsUser above 0', (pod.runAsUser ?? 0) > 0],
    ['seccompProfile RuntimeDefault', pod.seccompProfile?.type === 'RuntimeDefault'],
    ...allContainers(spec).flatMap(({ securityContext: container = {} }): [string, boolean][] => [
      ['allowPrivilegeEscalation: false', container.allowPrivilegeEscalation === false],
      ['readOnlyRootFilesystem: true', container.readOnlyRootFilesystem === true],
      ['capabilities drop ALL', container.capabilities?.drop?.includes('ALL') === true],
      ['no capabilities added', (container.capabilities?.add ?? []).length === 0],
    ]),
  ];
  return required.filter(([, isSo]) => !isSo).map(([name]) => `not so: ${name}`);
}

/** Kubernetes counts preStop into the grace period. */
function shutdown({ isServer, spec }: Pod): string[] {
  if (!isServer) return [];
  return spec.containers.flatMap(({ lifecycle }) => {
    const sleep = lifecycle?.preStop?.sleep?.seconds;
    if (sleep === undefined) return ['no preStop sleep'];
    const needed = sleep + SHUTDOWN_WITHIN_MS / 1_000;
    const granted = spec.terminationGracePeriodSeconds ?? 30;
    return granted > needed ? [] : [`is killed after ${granted} s, may take ${needed} s`];
  });
}

function images({ spec }: Pod): string[] {
  return allContainers(spec)
    .filter(({ image = '' }) => !/(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(image))
    .map(({ image = 'none' }) => `image without a tag that says which: ${image}`);
}

function allContainers({ containers, initContainers = [] }: Pod['spec']): Container[] {
  return [...initContainers, ...containers];
}
