import { Catch, type ExceptionFilter, UseFilters, applyDecorators } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { TopicName } from '#contracts';
import type { KafkaMessage } from 'kafkajs';
import { type Observable, throwError } from 'rxjs';

/** A message and the partition it came from. */
export type BatchMessage = KafkaMessage & { readonly partition: number };

/** Messages of one or more partitions of a topic; those of a partition in order. */
export interface MessageBatch {
  /** Without `TOPIC_PREFIX`. */
  readonly topic: TopicName;
  readonly messages: readonly BatchMessage[];
}

/** Nest would replace an unknown error by "Internal server error"; the transport has to see which one it was. */
@Catch()
class PassOnFilter implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Handles batches of a topic. The offsets of a batch are committed once the returned promise resolves. A retryable error runs the handler
 * again with the same batch; any other ends the process, so what is wrong with a single message has to be dealt with inside.
 * @param transport `transportId` of the one server that is to have this handler; default: every server of the app
 */
export const BatchHandler = (topic: TopicName, transport?: symbol): MethodDecorator =>
  applyDecorators(EventPattern(topic, transport), UseFilters(new PassOnFilter()));
