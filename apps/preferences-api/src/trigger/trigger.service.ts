/** Implements F7, N9, AC-10. Order events by request: each has one effect, however often it is asked for. */
import { Injectable } from '@nestjs/common';
import type { OrderEvent } from '#contracts';
import { Database, findDispatched, storeAnswer, takeIdempotencyKey } from '#database';
import { DispatchService } from '#dispatch';
import { Clock, IdGenerator } from '#runtime';
import { ProblemError } from '../problems/problem.error.js';
import { hashBody, hashKey } from './idempotency-key.js';
import type { Trigger, TriggeredDocument } from './trigger.schema.js';

/** CloudEvents `source` of the events that requests give rise to. */
const SOURCE = '/order-notifications/api';

/** How long a key is remembered from its first use. After that it counts as new. */
export const KEY_KEPT_HOURS = 48;

@Injectable()
export class TriggerService {
  constructor(
    private readonly database: Database,
    private readonly dispatcher: DispatchService,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * The key is taken first, with the id of an event; dispatching that event twice does nothing the second time. So whatever a crash
   * or a second request comes between, there is one effect, and its notifications are found by the event.
   * @param caller whose key it is
   * @param traceparent where in a trace the request was made
   * @throws ProblemError idempotency_key_reused
   * @throws DatabaseUnavailableError; the same request may be made again
   */
  async trigger(caller: string, key: string, request: Trigger, traceparent?: string): Promise<TriggeredDocument> {
    const now = this.clock.now();
    const [keyHash, bodyHash] = [hashKey(caller, key), hashBody(key, request)];
    const eventId = this.ids.next();
    const expiresAt = new Date(now.getTime() + KEY_KEPT_HOURS * 3_600_000);
    const known = await this.database.transaction((sql) =>
      takeIdempotencyKey(sql, { keyHash, bodyHash, eventId }, now, expiresAt),
    );
    if (!known.bodyHash.equals(bodyHash)) throw new ProblemError('idempotency_key_reused');
    if (known.answer !== null) return known.answer as TriggeredDocument;
    const answer = await this.dispatch({ ...request, id: known.eventId, source: SOURCE, time: now, traceparent });
    return storeAnswer(this.database, keyHash, known.eventId, answer);
  }

  private async dispatch(event: OrderEvent): Promise<TriggeredDocument> {
    await this.dispatcher.dispatchBehind([event]);
    return { notifications: await findDispatched(this.database, event.source, event.id) };
  }
}
