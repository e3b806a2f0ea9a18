/** Implements F7, N9. Notifications for internal callers who do not publish events. */
import { Body, Controller, Headers, HttpCode, Post, UseGuards } from '@nestjs/common';
import { TRACEPARENT, parseTraceparent } from '#contracts';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { readsOnly } from '../preferences/media-type.guard.js';
import { parseIdempotencyKey } from './idempotency-key.js';
import { type Trigger, type TriggeredDocument, triggerSchema } from './trigger.schema.js';
import { TriggerService } from './trigger.service.js';

@Controller('notifications')
export class TriggerController {
  constructor(private readonly triggers: TriggerService) {}

  @Post()
  @HttpCode(202)
  @UseGuards(readsOnly('application/json'))
  trigger(
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key: string | undefined,
    @Headers(TRACEPARENT) traceparent: string | undefined,
    @Body({ schema: triggerSchema }) request: Trigger,
  ): Promise<TriggeredDocument> {
    return this.triggers.trigger(caller.subject, parseIdempotencyKey(key), request, parseTraceparent(traceparent));
  }
}
