import kafkajs from 'kafkajs';

/** Kafka cannot be reached, or cannot do this now. The work is untouched and may be tried again. */
export class BrokerUnavailableError extends Error {
  override readonly name = 'BrokerUnavailableError';
  readonly code = 'broker_unavailable';
  readonly retryable = true;

  constructor(cause: unknown) {
    super('Kafka cannot be reached', { cause });
  }
}

/** Topics that this app reads are not there. Waiting helps once somebody makes them. */
export class TopicsMissingError extends Error {
  override readonly name = 'TopicsMissingError';
  readonly code = 'topics_missing';
  readonly retryable = true;

  constructor(readonly topics: readonly string[]) {
    super(`Topics are missing: ${topics.join(', ')}. Run npm run topics:create`);
  }
}

/** Runs a call to the broker, turning kafkajs's own failures into one that says that waiting helps. */
export async function asBrokerCall<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw brokerError(error);
  }
}

/** @returns a BrokerUnavailableError if kafkajs has met an outage, else the error as it is */
export function brokerError(error: unknown): unknown {
  return error instanceof kafkajs.KafkaJSError && !isPermanent(error) ? new BrokerUnavailableError(error) : error;
}

/** What kafkajs itself will not try again, though waiting helps. */
const NOT_RETRIED = [kafkajs.KafkaJSTimeout, kafkajs.KafkaJSGroupCoordinatorNotFound] as const;

/** Refused for what it is, not for when it came: credentials, a message too large, a fault of ours. */
function isPermanent(error: unknown): boolean {
  const root = rootOf(error);
  if (NOT_RETRIED.some((outage) => root instanceof outage)) return false;
  return root instanceof kafkajs.KafkaJSError ? !root.retriable : root instanceof TypeError;
}

/** kafkajs wraps an error once per level of retries, and calls each wrapper not retriable. */
function rootOf(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? error : rootOf(cause);
}
