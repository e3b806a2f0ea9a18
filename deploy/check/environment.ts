/** The environment that a pod's container will have. */
import { developmentSettings } from '../../infra/development-settings.js';
import { type Container, type Resource, ofKind } from './manifests.js';

export type Environment = Readonly<Record<string, string>>;

interface ExternalSecret {
  readonly target?: { readonly name?: string };
  readonly data: readonly { readonly secretKey: string }[];
}

/** For secrets that are made elsewhere: values of the right shape. */
const SAMPLES: Environment = {
  DATABASE_URL: 'postgres://notifications:sample@postgres.example.com:5432/notifications',
  KEY_DATABASE_URL: 'postgres://notifications:sample@keys.example.com:5432/keys',
  KAFKA_SASL_USERNAME: 'sample',
  KAFKA_SASL_PASSWORD: 'sample',
  ALERT_WEBHOOK_URL: 'https://alerts.example.com/hook',
  ALERT_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
};

/** `ConfigMap/name` or `Secret/name`, as containers refer to them. */
export type Sources = ReadonlyMap<string, Environment>;

export function sourcesOf(resources: readonly Resource[]): Sources {
  const of = (kind: string, decode: (value: string) => string) =>
    resources
      .filter((resource) => resource.kind === kind)
      .map(({ metadata, data = {} }): [string, Environment] => [
        `${kind}/${metadata.name}`,
        Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decode(value)])),
      ]);
  const external = ofKind<ExternalSecret>(resources, 'ExternalSecret').map(({ name, spec }): [string, Environment] => [
    `Secret/${spec.target?.name ?? name}`,
    Object.fromEntries(spec.data.map(({ secretKey }) => [secretKey, sampleOf(secretKey)])),
  ]);
  const decoded = of('Secret', (value) => Buffer.from(value, 'base64').toString('utf8'));
  return new Map([...of('ConfigMap', (value) => value), ...decoded, ...external]);
}

function sampleOf(name: string): string {
  return SAMPLES[name] ?? developmentSettings()[name] ?? 'sample';
}

export interface ContainerEnvironment {
  readonly env: Environment;
  /** What is referred to and is not there. */
  readonly findings: readonly string[];
}

export function environmentOf({ env = [], envFrom = [] }: Container, sources: Sources): ContainerEnvironment {
  const values: Record<string, string> = {};
  const findings: string[] = [];
  const read = (kind: string, { name, optional = false }: { name: string; optional?: boolean }) => {
    const source = sources.get(`${kind}/${name}`);
    if (source === undefined && !optional) findings.push(`${kind} ${name} is not there`);
    return source;
  };
  for (const { configMapRef, secretRef } of envFrom) {
    if (configMapRef !== undefined) Object.assign(values, read('ConfigMap', configMapRef));
    if (secretRef !== undefined) Object.assign(values, read('Secret', secretRef));
  }
  for (const { name, value, valueFrom = {} } of env) {
    const [kind, reference] =
      valueFrom.secretKeyRef === undefined
        ? (['ConfigMap', valueFrom.configMapKeyRef] as const)
        : (['Secret', valueFrom.secretKeyRef] as const);
    if (reference === undefined) {
      values[name] = value ?? valueFrom.fieldRef?.fieldPath ?? '';
      continue;
    }
    const found = read(kind, reference)?.[reference.key];
    if (found !== undefined) values[name] = found;
    else if (reference.optional !== true) findings.push(`${kind} ${reference.name} has no ${reference.key}`);
  }
  return { env: values, findings: [...new Set(findings)] };
}
