import { SetupError, certificateFault } from '#runtime';
import kafkajs from 'kafkajs';

/** What to look at. */
export const IF_KAFKA_IS_AWAY = 'check KAFKA_BROKERS, KAFKA_SSL, the brokers, and the network between';

/** Kafka cannot be reached, or cannot do this now. The work is untouched and may be tried again. */
export class BrokerUnavailableError extends Error {
  override readonly name = 'BrokerUnavailableError';
  readonly code = 'broker_unavailable';
  readonly retryable = true;

  constructor(cause: unknown) {
    const certificate = certificateFault(rootOf(cause));
    super(certificate === undefined ? 'Kafka cannot be reached' : `Kafka cannot be trusted: ${certificate}`, { cause });
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

/** Kafka answers, and says no: to the credentials, or to what their user asks for. Waiting does not help. */
export class BrokerRefusedError extends SetupError {
  override readonly name = 'BrokerRefusedError';
  override readonly code = 'broker_refused';

  constructor(cause: unknown) {
    const { type } = cause as { type?: unknown };
    const fault =
      typeof type === 'string' && NOT_ALLOWED.test(type)
        ? `Kafka does not allow what is asked, ${type}: give the user of KAFKA_SASL_USERNAME the rights in docs/kafka.md`
        : 'Kafka refuses the user or password: check KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD';
    super([fault], { cause });
  }
}

const NOT_ALLOWED = /_AUTHORIZATION_FAILED$/;
/** ILLEGAL_SASL_STATE: the listener wants no credentials, or others. */
const REFUSED = /_AUTHORIZATION_FAILED$|^(ILLEGAL_SASL_STATE|SASL_AUTHENTICATION_FAILED|UNSUPPORTED_SASL_MECHANISM)$/;

/** Runs a call to the broker, turning kafkajs's own failures into one that says that waiting helps. */
export async function asBrokerCall<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw brokerError(error);
  }
}

/** @returns a BrokerUnavailableError if kafkajs has met an outage, a BrokerRefusedError for credentials and rights, else the error as it is */
export function brokerError(error: unknown): unknown {
  const root = rootOf(error);
  if (isRefusal(root)) return new BrokerRefusedError(root);
  return error instanceof kafkajs.KafkaJSError && !isPermanent(error) ? new BrokerUnavailableError(error) : error;
}

function isRefusal(root: unknown): boolean {
  if (root instanceof kafkajs.KafkaJSSASLAuthenticationError) return true;
  return root instanceof kafkajs.KafkaJSProtocolError && REFUSED.test(root.type);
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
