import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { expectToBeAnswerable, knownSeries } from '../../specs/tools/metric-vocabulary.fixture.js';
import { type Resource, ofKind, readManifests } from './manifests.js';
import { DISPATCHER_SETTINGS, aConfigMap, aResource, aServer } from './manifests.fixture.js';
import { scalingFindings } from './scaling-policies.js';

const FOLDER = 'deploy/kubernetes/components/autoscaling';
const GROUP = 'order-notifications.dispatcher';

const lag = (topic: string, consumerGroup = GROUP) => ({
  type: 'kafka',
  metadata: { consumerGroup, topic, bootstrapServersFromEnv: 'KAFKA_BROKERS' },
  authenticationRef: { name: 'kafka' },
});
const TRIGGERS = [lag('orders.order-events.v1'), lag('customers.customer-events.v1')];

/** What is found about the dispatcher, the only app here. */
function findingsOf(spec: object, settings: Readonly<Record<string, string>> = {}, others: readonly Resource[] = []) {
  const whole = { scaleTargetRef: { name: 'dispatcher' }, minReplicaCount: 2, maxReplicaCount: 6, triggers: TRIGGERS };
  const scaled = aResource('ScaledObject', 'dispatcher', { ...whole, ...spec });
  const all = [aServer(), aConfigMap({ ...DISPATCHER_SETTINGS, ...settings }), scaled, ...others];
  const prefix = 'ScaledObject/dispatcher: ';
  return scalingFindings(all).flatMap((each) => (each.startsWith(prefix) ? [each.slice(prefix.length)] : []));
}

describe('scaling', () => {
  it('on what the app reads is in order', () => {
    expect(findingsOf({})).toEqual([]);
  });

  it.each([
    ['none at all', { minReplicaCount: 0 }, 'may scale to none: due rows that no message announces would wait'],
    ['more readers than partitions', { maxReplicaCount: 7 }, 'up to 7 replicas for 6 partitions'],
    [
      'another kind of thing',
      { scaleTargetRef: { kind: 'StatefulSet', name: 'dispatcher' } },
      'scales StatefulSet/dispatcher, which is a Deployment/dispatcher',
    ],
  ])('does not make %s', (_name, spec, fault) => {
    expect(findingsOf(spec)).toEqual([fault]);
  });

  it('watches every topic of the group, and none that nobody reads', () => {
    expect(findingsOf({ triggers: [lag('orders.order-events.v1'), lag('orders.order-events.v1', 'others')] })).toEqual([
      `does not watch ${GROUP} on customers.customer-events.v1`,
      'watches others on orders.order-events.v1, which nobody reads',
    ]);
  });

  it('knows the prefix of topics and groups', () => {
    const prefixed = TRIGGERS.map(({ metadata }) => lag(`test.${metadata.topic}`, `test.${GROUP}`));
    expect(findingsOf({ triggers: prefixed }, { TOPIC_PREFIX: 'test.' })).toEqual([]);
  });

  it('signs in at Kafka as the apps do', () => {
    const signIn = {
      KAFKA_SSL: 'on',
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_SASL_USERNAME: 'a',
      KAFKA_SASL_PASSWORD: 'b',
    };
    const fault = 'signs in at Kafka with tls disable, sasl none; the apps with tls enable, sasl plaintext';
    expect(findingsOf({}, signIn)).toEqual([fault, fault]);
    const configMapTargetRef = ['tls', 'sasl'].map((key) => ({ parameter: key, name: 'keda', key }));
    const authentication = aResource('TriggerAuthentication', 'kafka', { configMapTargetRef });
    const words = aConfigMap({ tls: 'enable', sasl: 'plaintext' }, 'keda');
    expect(findingsOf({}, signIn, [authentication, words])).toEqual([]);
  });

  it('is there for every consumer, where there is any', () => {
    expect(scalingFindings([])).toEqual([]);
    const scaled = aResource('ScaledObject', 'other', { scaleTargetRef: { name: 'other' }, triggers: [] });
    expect(scalingFindings([scaled])).toEqual(
      ['dispatcher', 'email-worker', 'sms-worker', 'in-app-worker'].map((app) => `${app}: no ScaledObject`),
    );
  });

  it('asks Prometheus for what the apps show', async () => {
    const files = readdirSync(FOLDER).map((name) => readFileSync(`${FOLDER}/${name}`, 'utf8'));
    const scaled = ofKind<{ triggers?: { type: string; metadata: { query: string } }[] }>(
      files.flatMap(readManifests),
      'ScaledObject',
    );
    const queries = scaled
      .flatMap(({ spec: { triggers = [] } }) => triggers)
      .filter(({ type }) => type === 'prometheus')
      .map(({ metadata }) => metadata.query);
    expect(queries).toHaveLength(4);
    const series = await knownSeries();
    for (const query of queries) expectToBeAnswerable(query, series);
  });
});
