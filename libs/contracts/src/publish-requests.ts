/** Implements N9. How many messages go into one request to Kafka. */

/** A message as `publishRequests` needs it; `topic` is without `TOPIC_PREFIX`. */
export interface PublishableMessage {
  readonly topic: string;
  readonly key: Buffer | string | null;
  readonly headers?: Readonly<Record<string, string | Buffer[]>>;
  /** Text, or bytes that need not be any. */
  readonly value: Buffer | string | null;
}

/** kafkajs makes one record batch per partition of a request, and a broker refuses batches over a megabyte. */
const MOST_PER_REQUEST = 500;
const MOST_BYTES_PER_REQUEST = 500_000;

/** In order; a message that is larger than a request should be goes alone. */
export function* publishRequests<T extends PublishableMessage>(messages: readonly T[]): Generator<T[]> {
  let part: T[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    if (part.length === MOST_PER_REQUEST || (part.length > 0 && bytes + size > MOST_BYTES_PER_REQUEST)) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(message);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

function sizeOf({ key, headers = {}, value }: PublishableMessage): number {
  const contents = [key, value, ...Object.entries(headers).flat(2)];
  return contents.reduce<number>((sum, one) => sum + (one === null ? 0 : Buffer.byteLength(one)), 0);
}
