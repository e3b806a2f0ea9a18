/** Implements AC-16, N6. A message as it came in, kept sealed until somebody has it read again. */
import type { PublishableMessage } from '#contracts';
import { type Keyring, type RandomBytes, openForService, sealForService } from '#privacy';
import type { KafkaMessage } from 'kafkajs';
import { z } from 'zod';

/** Where a message was read. What is sealed for one position opens for no other. */
export interface MessagePosition {
  /** Without `TOPIC_PREFIX`. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

const PURPOSE = 'rejected_event';

const placeOf = ({ topic, partition, offset }: MessagePosition) => ({
  table: 'rejected_event',
  column: 'original_sealed',
  row: `${topic}:${partition}:${offset}`,
});

const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));

/** Everything it takes to publish the message again, bytes in base64. */
const original = z.object({
  key: bytes.nullable(),
  value: bytes.nullable(),
  headers: z.record(z.string(), z.array(bytes)),
});

export function sealOriginal(
  keyring: Keyring,
  position: MessagePosition,
  { key, value, headers = {} }: Pick<KafkaMessage, 'key' | 'value' | 'headers'>,
  randomBytes: RandomBytes,
): Buffer {
  const content: z.input<typeof original> = {
    key: key?.toString('base64') ?? null,
    value: value?.toString('base64') ?? null,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, given]) => [
        name,
        (Array.isArray(given) ? given : [given]).map((one) => Buffer.from(one ?? '').toString('base64')),
      ]),
    ),
  };
  return sealForService(keyring, PURPOSE, JSON.stringify(content), placeOf(position), randomBytes);
}

/**
 * @returns the message for its own topic, byte by byte as it was
 * @throws SealBrokenError
 * @throws UnknownKeyError
 */
export function openOriginal(keyring: Keyring, position: MessagePosition, sealed: Buffer): PublishableMessage {
  const content = openForService(keyring, PURPOSE, sealed, placeOf(position)).toString('utf8');
  return { topic: position.topic, ...original.parse(JSON.parse(content)) };
}

/** The same message under the active key. */
export function resealOriginal(
  keyring: Keyring,
  position: MessagePosition,
  sealed: Buffer,
  randomBytes: RandomBytes,
): Buffer {
  const content = openForService(keyring, PURPOSE, sealed, placeOf(position));
  return sealForService(keyring, PURPOSE, content, placeOf(position), randomBytes);
}
