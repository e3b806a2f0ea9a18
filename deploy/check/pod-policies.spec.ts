import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { HealthController } from '#runtime';
import type { Container, PodSpec } from './manifests.js';
import { aContainer, aServer } from './manifests.fixture.js';
import { PROBE_PATHS, podFindings } from './pod-policies.js';

const probe = (path: string, timeoutSeconds: number) => ({ httpGet: { path, port: 'http' }, timeoutSeconds });

describe('pods', () => {
  it('that say all that is asked are in order', () => {
    expect(podFindings([aServer()])).toEqual([]);
  });

  it.each<[string, Partial<Container>, string]>([
    ['a probe', { readinessProbe: {} }, 'no readinessProbe'],
    ['the right probe', { livenessProbe: probe('/', 5) }, 'livenessProbe asks for /, not /health/live'],
    ['patience', { readinessProbe: probe('/health/ready', 1) }, 'readinessProbe gives up in less than 4 s'],
    ['a port by name', { ports: [{ containerPort: 3002 }] }, 'not exactly one port called http'],
    ['a limit', { resources: { ...aContainer().resources, limits: { cpu: '1' } } }, 'no limits of memory'],
    ['a preStop', { lifecycle: {} }, 'no preStop sleep'],
    ['a version', { image: 'order-notifications' }, 'image without a tag that says which: order-notifications'],
    ['a fixed version', { image: 'o-n:latest' }, 'image without a tag that says which: o-n:latest'],
  ])('need %s', (_name, container, fault) => {
    expect(podFindings([aServer(container)])).toEqual([`Deployment/dispatcher: ${fault}`]);
  });

  it.each<[string, Partial<PodSpec>]>([
    ['automountServiceAccountToken: false', { automountServiceAccountToken: true }],
    ['enableServiceLinks: false', { enableServiceLinks: true }],
    ['runAsNonRoot: true', { securityContext: { runAsUser: 1, seccompProfile: { type: 'RuntimeDefault' } } }],
    ['runAsUser above 0', { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } }],
    ['seccompProfile RuntimeDefault', { securityContext: { runAsNonRoot: true, runAsUser: 1 } }],
  ])('need %s', (rule, pod) => {
    expect(podFindings([aServer({}, pod)])).toEqual([`Deployment/dispatcher: not so: ${rule}`]);
  });

  it('may not write, rise or have capabilities', () => {
    expect(podFindings([aServer({ securityContext: { capabilities: { add: ['NET_ADMIN'] } } })])).toEqual([
      'Deployment/dispatcher: not so: allowPrivilegeEscalation: false',
      'Deployment/dispatcher: not so: readOnlyRootFilesystem: true',
      'Deployment/dispatcher: not so: capabilities drop ALL',
      'Deployment/dispatcher: not so: no capabilities added',
    ]);
  });

  it('get the time that preStop and the longest shutdown take', () => {
    expect(podFindings([aServer({}, { terminationGracePeriodSeconds: 30 })])).toEqual([
      'Deployment/dispatcher: is killed after 30 s, may take 30 s',
    ]);
  });

  it('of jobs answer no probes, and are held to the rest', () => {
    const { startupProbe, livenessProbe, readinessProbe, lifecycle, ports, ...rest } = aContainer();
    expect([startupProbe, livenessProbe, readinessProbe, lifecycle, ports]).not.toContain(undefined);
    const { spec } = aServer({}, { containers: [rest], enableServiceLinks: true });
    const job = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'check' },
      spec: { jobTemplate: { spec } },
    };
    expect(podFindings([job])).toEqual(['CronJob/check: not so: enableServiceLinks: false']);
  });

  it('are asked where the apps answer', () => {
    const pathOf = (target: unknown) => Reflect.getMetadata('path', target as object) as string;
    const methods = ['live', 'ready'].map((name): unknown => Reflect.get(HealthController.prototype, name));
    const paths = methods.map((method) => `/${pathOf(HealthController)}/${pathOf(method)}`);
    expect([...new Set(Object.values(PROBE_PATHS))]).toEqual(paths);
  });
});
