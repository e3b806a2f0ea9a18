import { describe, expect, it } from '@jest/globals';
import type { Resource } from './manifests.js';
import { aResource, aServer } from './manifests.fixture.js';
import { wiringFindings } from './wiring-policies.js';

const POLICY = aResource('NetworkPolicy', 'deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const BUDGET = aResource('PodDisruptionBudget', 'dispatcher', { selector: { matchLabels: { app: 'dispatcher' } } });

const aService = (selector: object, targetPort = 'http') =>
  aResource('Service', 'web', { selector, ports: [{ name: 'http', targetPort }] });
const anIngress = (path: string, name = 'web') =>
  aResource('Ingress', 'web', {
    rules: [{ http: { paths: [{ path, backend: { service: { name, port: { name: 'http' } } } }] } }],
  });

const findingsOf = (...resources: Resource[]) => wiringFindings([aServer(), POLICY, BUDGET, ...resources]);

describe('what refers to pods', () => {
  it('finds them', () => {
    expect(findingsOf(aService({ app: 'dispatcher' }), anIngress('/api/v2'))).toEqual([]);
  });

  it('is what makes them', () => {
    const template = { metadata: { labels: { app: 'dispatcher' } }, spec: {} };
    const gone = aResource('StatefulSet', 'other', { selector: { matchLabels: { app: 'other' } }, template });
    expect(findingsOf(gone)).toEqual(['StatefulSet/other: does not select its own pods']);
  });

  it('is a service that selects something, and a port that is there', () => {
    expect(findingsOf(aService({ app: 'gone' }))).toEqual(['Service/web: selects nothing']);
    expect(findingsOf(aService({ app: 'dispatcher' }, 'https'))).toEqual([
      'Service/web: Deployment/dispatcher has no port https',
    ]);
  });

  it('is an ingress that leads to a service', () => {
    expect(findingsOf(anIngress('/api/v2', 'gone'))).toEqual([
      'Ingress/web: /api/v2 leads to gone, which is no service',
    ]);
  });

  it.each([
    ['/', ['/health/live', '/health/ready', '/metrics']],
    ['/health', ['/health/live', '/health/ready']],
    ['/metrics', ['/metrics']],
  ])('does not show %s to everybody', (path, shown) => {
    expect(findingsOf(aService({ app: 'dispatcher' }), anIngress(path))).toEqual(
      shown.map((inside) => `Ingress/web: ${path} shows ${inside} to everybody`),
    );
  });

  it('is a budget for each app', () => {
    expect(wiringFindings([aServer(), POLICY])).toEqual(['Deployment/dispatcher: no PodDisruptionBudget']);
    expect(wiringFindings([POLICY, BUDGET])).toEqual(['PodDisruptionBudget/dispatcher: is not of exactly one app']);
  });

  it('leaves nothing open that no policy names', () => {
    const open = aResource('NetworkPolicy', 'open', {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      egress: [{}],
    });
    expect(wiringFindings([aServer(), BUDGET, open])).toEqual([
      'no NetworkPolicy that denies what the others do not allow',
    ]);
  });

  it('lies in a namespace that restricts its pods', () => {
    expect(findingsOf(aResource('Namespace', 'n', undefined))).toEqual(['Namespace/n: Pod Security is not restricted']);
  });
});
