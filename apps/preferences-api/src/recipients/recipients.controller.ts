/** Implements N6. Whom the notifications of a customer go to, for internal callers that do not publish customer events. */
import { Body, Controller, Get, Param, Put, UseGuards } from '@nestjs/common';
import { readsOnly } from '../preferences/media-type.guard.js';
import { parseOrProblem } from '../problems/validation.pipe.js';
import { type RecipientDocument, type RecipientInput, recipientInputSchema, userIdSchema } from './recipient.schema.js';
import { RecipientsService } from './recipients.service.js';

@Controller('notifications/recipients/:userId')
export class RecipientsController {
  constructor(private readonly recipients: RecipientsService) {}

  @Get()
  find(@Param() address: object): Promise<RecipientDocument> {
    const { userId } = parseOrProblem(userIdSchema, address);
    return this.recipients.find(userId);
  }

  @Put()
  @UseGuards(readsOnly('application/json'))
  upsert(
    @Param() address: object,
    @Body({ schema: recipientInputSchema }) said: RecipientInput,
  ): Promise<RecipientDocument> {
    const { userId } = parseOrProblem(userIdSchema, address);
    return this.recipients.upsert(userId, said);
  }
}
