/** Implements N6, N8, AC-14. Whom the notifications of a customer go to, for internal callers that do not publish customer events. */
import { Body, Controller, Delete, Get, HttpCode, Param, Put, UseGuards } from '@nestjs/common';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { readsOnly } from '../preferences/media-type.guard.js';
import { parseOrProblem } from '../problems/validation.pipe.js';
import type { CustomerExport } from './export.schema.js';
import { ExportService } from './export.service.js';
import {
  type ErasureDocument,
  type RecipientDocument,
  type RecipientInput,
  recipientInputSchema,
  userIdSchema,
} from './recipient.schema.js';
import { RecipientsService } from './recipients.service.js';

@Controller('notifications/recipients/:userId')
export class RecipientsController {
  constructor(
    private readonly recipients: RecipientsService,
    private readonly exports: ExportService,
  ) {}

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

  @Delete()
  @HttpCode(202)
  erase(@Param() address: object, @CurrentCaller() caller: Caller): Promise<ErasureDocument> {
    const { userId } = parseOrProblem(userIdSchema, address);
    return this.recipients.erase(userId, caller.subject);
  }

  @Get('export')
  export(@Param() address: object, @CurrentCaller() caller: Caller): Promise<CustomerExport> {
    const { userId } = parseOrProblem(userIdSchema, address);
    return this.exports.export(userId, caller.subject);
  }
}
