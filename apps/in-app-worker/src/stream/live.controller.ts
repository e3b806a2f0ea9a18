/** Implements F8, AC-18. Live messages, as every replica of the stream reads them. */
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { type InAppLive, TOPICS, inAppLiveSchema } from '#contracts';
import { BatchHandler, type MessageBatch } from '#messaging';
import type { KafkaMessage } from 'kafkajs';
import { LIVE_TRANSPORT } from './live.server.js';
import { StreamService } from './stream.service.js';

@Controller()
export class LiveController {
  constructor(private readonly stream: StreamService) {}

  @BatchHandler(TOPICS.inAppLive.name, LIVE_TRANSPORT)
  async onLive(@Payload() batch: MessageBatch): Promise<void> {
    await this.stream.deliver(batch.messages.flatMap(newsOf));
  }
}

/** Live messages are our own; one that cannot be read is skipped, for the inbox has its notification. */
function newsOf(message: KafkaMessage): InAppLive[] {
  const parsed = inAppLiveSchema.safeParse(parseJson(message.value));
  return parsed.success ? [parsed.data] : [];
}

function parseJson(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString() ?? 'null');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
