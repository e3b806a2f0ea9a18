/** Implements F4. Nudges: rows exist that may be claimed at once. */
import type { Type } from '@nestjs/common';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { type TopicName, nudgeSchema } from '#contracts';
import { BatchHandler, type MessageBatch } from '#messaging';
import type { KafkaMessage } from 'kafkajs';
import { DeliveryService } from './delivery.service.js';

export interface NudgesController {
  onNudges(batch: MessageBatch): Promise<void>;
}

/** A controller bound to a channel's topic. */
export function nudgesOf(topic: TopicName): Type<NudgesController> {
  @Controller()
  class ChannelNudgesController implements NudgesController {
    constructor(private readonly delivery: DeliveryService) {}

    @BatchHandler(topic)
    async onNudges(@Payload() batch: MessageBatch): Promise<void> {
      await this.delivery.deliverFresh(batch.messages.flatMap(notificationId));
    }
  }
  return ChannelNudgesController;
}

/** Nudges are our own; one that cannot be read is skipped, for the due poll finds its row. */
function notificationId(message: KafkaMessage): string[] {
  const parsed = nudgeSchema.safeParse(parseJson(message.value));
  return parsed.success ? [parsed.data.notificationId] : [];
}

function parseJson(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString() ?? 'null');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
