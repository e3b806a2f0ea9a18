/** Where the settings send an app, the network lets it go. */
import { type Environment, environmentOf, sourcesOf } from './environment.js';
import { type Labels, type Pod, type Resource, ofKind, podsOf, selects } from './manifests.js';

/** Settings that name somebody to call. */
const ADDRESSES = [
  'DATABASE_URL',
  'KEY_DATABASE_URL',
  'KAFKA_BROKERS',
  'AUTH_JWKS_URL',
  'ALERT_WEBHOOK_URL',
  'SENDGRID_BASE_URL',
  'TWILIO_BASE_URL',
] as const;

const USUAL_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'postgres:': 5432,
  'postgresql:': 5432,
};

interface PodSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

interface NetworkPolicy {
  readonly podSelector: PodSelector;
  readonly egress?: readonly {
    readonly ports?: readonly {
      readonly protocol?: string;
      readonly port?: string | number;
      readonly endPort?: number;
    }[];
  }[];
}

/** @returns one line for each address whose port is closed; who is behind the port is not looked at */
export function networkFindings(resources: readonly Resource[]): string[] {
  const policies = ofKind<NetworkPolicy>(resources, 'NetworkPolicy').map(({ spec }) => spec);
  const sources = sourcesOf(resources);
  return podsOf(resources).flatMap((pod) =>
    pod.spec.containers
      .flatMap((container) => destinations(environmentOf(container, sources).env))
      .filter(({ port }) => !isOpen(port, pod, policies))
      .map(({ name, port }) => `${pod.owner}: no NetworkPolicy lets it out to port ${port}, for ${name}`),
  );
}

function destinations(env: Environment): { name: string; port: number }[] {
  return ADDRESSES.flatMap((name) => {
    const value = env[name];
    if (value === undefined) return [];
    return [...new Set(value.split(',').map(portOf))].map((port) => ({ name, port }));
  });
}

/** Of an address, or of a broker. */
function portOf(address: string): number {
  const { protocol, port } = new URL(address.includes('://') ? address : `broker://${address}`);
  return port === '' ? (USUAL_PORTS[protocol] ?? Number.NaN) : Number(port);
}

function isOpen(wanted: number, { labels }: Pod, policies: readonly NetworkPolicy[]): boolean {
  return policies
    .filter(({ podSelector }) => isSelected(podSelector, labels))
    .flatMap(({ egress = [] }) => egress)
    .some(
      ({ ports }) =>
        ports === undefined ||
        ports.some(
          ({ protocol = 'TCP', port, endPort = port }) =>
            protocol === 'TCP' && Number(port) <= wanted && wanted <= Number(endPort),
        ),
    );
}

function isSelected({ matchLabels = {}, matchExpressions = [] }: PodSelector, labels: Labels): boolean {
  return (
    selects(matchLabels, labels) &&
    matchExpressions.every(({ key, operator, values = [] }) => operator === 'In' && values.includes(labels[key] ?? ''))
  );
}
