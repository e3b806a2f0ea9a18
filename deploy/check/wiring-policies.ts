/** What refers to pods finds them, what comes from outside reaches only what is meant for it, and nothing else is open. */
import { type Labels, type Pod, type Resource, ofKind, podsOf, selects } from './manifests.js';

interface Service {
  readonly selector?: Labels;
  readonly ports: readonly { readonly name?: string; readonly targetPort?: string | number }[];
}

interface Ingress {
  readonly rules?: readonly {
    readonly http: {
      readonly paths: readonly {
        readonly path: string;
        readonly backend: { readonly service: { readonly name: string; readonly port: { readonly name?: string } } };
      }[];
    };
  }[];
}

interface Selecting {
  readonly selector?: { readonly matchLabels?: Labels };
}

interface NetworkPolicy {
  readonly podSelector: { readonly matchLabels?: Labels; readonly matchExpressions?: readonly unknown[] };
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly unknown[];
  readonly egress?: readonly unknown[];
}

/** Of every app; they tell too much to be shown to all. */
const INSIDE = ['/health/live', '/health/ready', '/metrics'] as const;

const POLICIES = [selectors, services, ingresses, budgets, networks, namespaces] as const;

/** @returns one line for each fault */
export function wiringFindings(resources: readonly Resource[]): string[] {
  const servers = podsOf(resources).filter(({ isServer }) => isServer);
  return POLICIES.flatMap((policy) => policy(resources, servers));
}

/** Kubernetes refuses a deployment that does not select its own pods. */
function selectors(resources: readonly Resource[]): string[] {
  return ['Deployment', 'StatefulSet'].flatMap((kind) =>
    ofKind<Selecting & { template: { metadata?: { labels?: Labels } } }>(resources, kind)
      .filter(
        ({ spec: { selector, template } }) => !selects(selector?.matchLabels ?? {}, template.metadata?.labels ?? {}),
      )
      .map(({ name }) => `${kind}/${name}: does not select its own pods`),
  );
}

function services(resources: readonly Resource[], servers: readonly Pod[]): string[] {
  return ofKind<Service>(resources, 'Service').flatMap(({ name, spec }) => {
    const pods = servers.filter(({ labels }) => selects(spec.selector ?? {}, labels));
    if (spec.selector === undefined || pods.length === 0) return [`Service/${name}: selects nothing`];
    return spec.ports.flatMap(({ targetPort }) =>
      pods
        .filter((pod) => !hasPort(pod, targetPort))
        .map((pod) => `Service/${name}: ${pod.owner} has no port ${targetPort ?? 'of that number'}`),
    );
  });
}

function hasPort({ spec }: Pod, wanted: string | number | undefined): boolean {
  const ports = spec.containers.flatMap(({ ports = [] }) => ports);
  return ports.some(({ name, containerPort }) => name === wanted || containerPort === wanted);
}

function ingresses(resources: readonly Resource[]): string[] {
  const known = ofKind<Service>(resources, 'Service');
  return ofKind<Ingress>(resources, 'Ingress').flatMap(({ name, spec }) =>
    (spec.rules ?? [])
      .flatMap(({ http }) => http.paths)
      .flatMap(({ path, backend: { service } }) => {
        const target = known.find((each) => each.name === service.name);
        const isThere = target?.spec.ports.some((port) => port.name === service.port.name) === true;
        const shown = INSIDE.filter(
          (inside) => inside.startsWith(path.endsWith('/') ? path : `${path}/`) || inside === path,
        );
        return [
          ...(isThere ? [] : [`Ingress/${name}: ${path} leads to ${service.name}, which is no service`]),
          ...shown.map((inside) => `Ingress/${name}: ${path} shows ${inside} to everybody`),
        ];
      }),
  );
}

function budgets(resources: readonly Resource[], servers: readonly Pod[]): string[] {
  const selectors = ofKind<Selecting>(resources, 'PodDisruptionBudget').map(({ name, spec }) => ({
    name,
    selector: spec.selector?.matchLabels ?? {},
  }));
  const bare = servers.filter(({ labels }) => !selectors.some(({ selector }) => selects(selector, labels)));
  const idle = selectors.filter(
    ({ selector }) => servers.filter(({ labels }) => selects(selector, labels)).length !== 1,
  );
  return [
    ...bare.map(({ owner }) => `${owner}: no PodDisruptionBudget`),
    ...idle.map(({ name }) => `PodDisruptionBudget/${name}: is not of exactly one app`),
  ];
}

function networks(resources: readonly Resource[]): string[] {
  const denies = ofKind<NetworkPolicy>(resources, 'NetworkPolicy').some(
    ({ spec: { podSelector, policyTypes = [], ingress = [], egress = [] } }) =>
      Object.keys(podSelector).length === 0 && policyTypes.length === 2 && ingress.length + egress.length === 0,
  );
  return denies ? [] : ['no NetworkPolicy that denies what the others do not allow'];
}

function namespaces(resources: readonly Resource[]): string[] {
  return resources
    .filter(({ kind }) => kind === 'Namespace')
    .filter(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'] !== 'restricted')
    .map(({ metadata }) => `Namespace/${metadata.name}: Pod Security is not restricted`);
}
