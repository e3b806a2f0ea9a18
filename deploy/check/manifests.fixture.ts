import { developmentSettings } from '../../infra/development-settings.js';
import type { Container, PodSpec, Resource } from './manifests.js';

const PROBE = { timeoutSeconds: 5 };

export function aContainer(overrides: Partial<Container> = {}): Container {
  return {
    name: 'app',
    image: 'order-notifications:1.0.0',
    args: ['dist/apps/dispatcher/src/main.js'],
    ports: [{ name: 'http', containerPort: 3002 }],
    envFrom: [{ configMapRef: { name: 'settings' } }],
    resources: { requests: { cpu: '1', memory: '1Mi' }, limits: { cpu: '1', memory: '1Mi' } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
    startupProbe: { ...PROBE, httpGet: { path: '/health/live', port: 'http' } },
    livenessProbe: { ...PROBE, httpGet: { path: '/health/live', port: 'http' } },
    readinessProbe: { ...PROBE, httpGet: { path: '/health/ready', port: 'http' } },
    ...overrides,
  };
}

/** A deployment that breaks no policy. */
export function aServer(container: Partial<Container> = {}, pod: Partial<PodSpec> = {}): Resource {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'dispatcher' },
    spec: {
      template: {
        metadata: { labels: { app: 'dispatcher' } },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 40,
          securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [aContainer(container)],
          ...pod,
        },
      },
    },
  };
}

/** All that the dispatcher must be told. */
export const DISPATCHER_SETTINGS: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://notifications@postgres/notifications',
  KAFKA_BROKERS: 'kafka:9092',
  ...Object.fromEntries(Object.entries(developmentSettings()).filter(([name]) => /^(PII|LOOKUP)_KEYRING$/.test(name))),
};

export function aConfigMap(data: Readonly<Record<string, string>> = DISPATCHER_SETTINGS, name = 'settings'): Resource {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

export function aResource(kind: string, name: string, spec: unknown): Resource {
  return { apiVersion: 'v1', kind, metadata: { name }, spec };
}
