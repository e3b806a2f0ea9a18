/** What KEDA watches is what the apps read, and never makes more readers than there are partitions. */
import { CONSUMER_GROUPS, GROUP_TOPICS, type KafkaSettings, kafkaSettings } from '#messaging';
import { SettingsError, loadSettings } from '#runtime';
import { type Environment, type Sources, environmentOf, sourcesOf } from './environment.js';
import { type Resource, ofKind, podsOf } from './manifests.js';

/** Which app reads in the group. */
export const CONSUMERS = {
  dispatcher: 'dispatcher',
  emailWorker: 'email-worker',
  smsWorker: 'sms-worker',
  inAppWorker: 'in-app-worker',
} as const satisfies Record<keyof typeof CONSUMER_GROUPS, string>;

/** KEDA's words for `KAFKA_SASL_MECHANISM`. */
const SASL = { plain: 'plaintext', 'scram-sha-256': 'scram_sha256', 'scram-sha-512': 'scram_sha512' } as const;

interface Trigger {
  readonly type: string;
  readonly metadata: Environment;
  readonly authenticationRef?: { readonly name: string };
}

interface ScaledObject {
  readonly scaleTargetRef: { readonly kind?: string; readonly name: string };
  readonly minReplicaCount?: number;
  readonly maxReplicaCount?: number;
  readonly triggers: readonly Trigger[];
}

interface TriggerAuthentication {
  readonly configMapTargetRef?: readonly { readonly parameter: string; readonly name: string; readonly key: string }[];
}

interface Consumer {
  readonly kafka: KafkaSettings;
  readonly env: Environment;
  readonly owner: string;
}

/** @returns one line for each fault; none where nothing is scaled */
export function scalingFindings(resources: readonly Resource[]): string[] {
  const scaled = ofKind<ScaledObject>(resources, 'ScaledObject');
  if (scaled.length === 0) return [];
  const sources = sourcesOf(resources);
  return (Object.keys(CONSUMERS) as (keyof typeof CONSUMERS)[]).flatMap((key) => {
    const app = CONSUMERS[key];
    const found = scaled.find(({ spec }) => spec.scaleTargetRef.name === app);
    if (found === undefined) return [`${app}: no ScaledObject`];
    const consumer = consumerOf(app, resources, sources);
    if (consumer === undefined) return [`ScaledObject/${found.name}: there is no ${app} with settings for Kafka`];
    const faults = [
      ...replicas(found.spec, consumer),
      ...lagTriggers(found.spec, key, consumer),
      ...signIns(found.spec, consumer, resources, sources),
    ];
    return faults.map((fault) => `ScaledObject/${found.name}: ${fault}`);
  });
}

function consumerOf(app: string, resources: readonly Resource[], sources: Sources): Consumer | undefined {
  const pod = podsOf(resources).find(({ name, isServer }) => isServer && name === app);
  const [container] = pod?.spec.containers ?? [];
  if (pod === undefined || container === undefined) return undefined;
  const { env } = environmentOf(container, sources);
  try {
    return { kafka: loadSettings({ kafka: kafkaSettings }, env).kafka, env, owner: pod.owner };
  } catch (error) {
    // What is wrong with them, the settings' own policy says.
    if (error instanceof SettingsError) return undefined;
    throw error;
  }
}

function replicas({ scaleTargetRef, minReplicaCount, maxReplicaCount }: ScaledObject, consumer: Consumer): string[] {
  const { partitions } = consumer.kafka;
  const faults = [];
  const target = `${scaleTargetRef.kind ?? 'Deployment'}/${scaleTargetRef.name}`;
  if (target !== consumer.owner) faults.push(`scales ${target}, which is a ${consumer.owner}`);
  if ((minReplicaCount ?? 0) < 1) faults.push('may scale to none: due rows that no message announces would wait');
  if ((maxReplicaCount ?? Infinity) > partitions) {
    faults.push(`up to ${maxReplicaCount ?? 100} replicas for ${partitions} partitions`);
  }
  return faults;
}

function lagTriggers({ triggers }: ScaledObject, key: keyof typeof CONSUMERS, { kafka, env }: Consumer): string[] {
  const group = kafka.prefix + CONSUMER_GROUPS[key];
  const expected = GROUP_TOPICS[key].map((topic) => `${group} on ${kafka.prefix}${topic}`);
  const lags = triggers.filter(({ type }) => type === 'kafka').map(({ metadata }) => metadata);
  const watched = lags.map(({ consumerGroup, topic }) => `${consumerGroup ?? 'no group'} on ${topic ?? 'no topic'}`);
  const brokers = lags.flatMap(({ bootstrapServersFromEnv: name = 'nothing' }) => (name in env ? [] : [name]));
  return [
    ...expected.filter((pair) => !watched.includes(pair)).map((pair) => `does not watch ${pair}`),
    ...watched.filter((pair) => !expected.includes(pair)).map((pair) => `watches ${pair}, which nobody reads`),
    ...brokers.map((name) => `takes the brokers from ${name}, which the app does not have`),
  ];
}

function signIns(
  { triggers }: ScaledObject,
  { kafka }: Consumer,
  resources: readonly Resource[],
  sources: Sources,
): string[] {
  const expected = {
    tls: kafka.ssl ? 'enable' : 'disable',
    sasl: kafka.sasl === null ? 'none' : SASL[kafka.sasl.mechanism],
  };
  return triggers
    .filter(({ type }) => type === 'kafka')
    .flatMap(({ metadata, authenticationRef }) => {
      const given = { ...metadata, ...parametersOf(authenticationRef?.name, resources, sources) };
      const { tls = 'disable', sasl = 'none' } = given;
      return tls === expected.tls && sasl === expected.sasl
        ? []
        : [`signs in at Kafka with tls ${tls}, sasl ${sasl}; the apps with tls ${expected.tls}, sasl ${expected.sasl}`];
    });
}

function parametersOf(name: string | undefined, resources: readonly Resource[], sources: Sources): Environment {
  const found = ofKind<TriggerAuthentication>(resources, 'TriggerAuthentication').find((each) => each.name === name);
  const references = found?.spec.configMapTargetRef ?? [];
  return Object.fromEntries(
    references.map(({ parameter, name: source, key }) => [parameter, sources.get(`ConfigMap/${source}`)?.[key] ?? '']),
  );
}
