import { describe, expect, it } from '@jest/globals';
import { DISPATCHER_SETTINGS, aConfigMap, aResource, aServer } from './manifests.fixture.js';
import { networkFindings } from './network-policies.js';

const aPolicy = (ports: readonly object[] | undefined, podSelector: object = {}) =>
  aResource('NetworkPolicy', 'out', { podSelector, egress: [{ ports }] });

const STORES = [{ port: 5432 }, { port: 9092, endPort: 9094 }];
const CLOSED = ['port 5432, for DATABASE_URL', 'port 9092, for KAFKA_BROKERS'].map(
  (what) => `Deployment/dispatcher: no NetworkPolicy lets it out to ${what}`,
);

const findingsOf = (policy: ReturnType<typeof aPolicy>, settings = {}) =>
  networkFindings([aServer(), aConfigMap({ ...DISPATCHER_SETTINGS, ...settings }), policy]);

describe('the way out', () => {
  it.each([
    ['by port', aPolicy(STORES)],
    ['on any port', aPolicy(undefined)],
    [
      'for pods of that name',
      aPolicy(STORES, { matchExpressions: [{ key: 'app', operator: 'In', values: ['dispatcher'] }] }),
    ],
  ])('is open %s', (_name, policy) => {
    expect(findingsOf(policy)).toEqual([]);
  });

  it.each([
    ['for UDP', aPolicy([{ protocol: 'UDP', port: 1, endPort: 65_535 }])],
    ['for others', aPolicy(STORES, { matchLabels: { app: 'other' } })],
    [
      'for pods of other names',
      aPolicy(STORES, { matchExpressions: [{ key: 'app', operator: 'In', values: ['other'] }] }),
    ],
  ])('is not open because it is so %s', (_name, policy) => {
    expect(findingsOf(policy)).toEqual(CLOSED);
  });

  it('is asked for each port of the brokers, and for the usual one of an address', () => {
    const settings = { KAFKA_BROKERS: 'a:9092,b:9095,c:9095', AUTH_JWKS_URL: 'https://sign-in.example.com/keys' };
    expect(findingsOf(aPolicy(STORES), settings)).toEqual([
      'Deployment/dispatcher: no NetworkPolicy lets it out to port 9095, for KAFKA_BROKERS',
      'Deployment/dispatcher: no NetworkPolicy lets it out to port 443, for AUTH_JWKS_URL',
    ]);
  });
});
