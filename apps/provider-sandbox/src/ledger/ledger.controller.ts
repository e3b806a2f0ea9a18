import {
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  ParseIntPipe,
  Query,
  StandardSchemaValidationPipe,
  UsePipes,
} from '@nestjs/common';
import type { AcceptedMessage, SendRequest } from './ledger-entries.js';
import { type LedgerQuery, LedgerQuerySchema } from './ledger-query.schema.js';
import { Ledger, type LedgerPage } from './ledger.service.js';

@Controller('sandbox')
@UsePipes(new StandardSchemaValidationPipe())
export class LedgerController {
  constructor(private readonly ledger: Ledger) {}

  @Get('ledger')
  messages(@Query({ schema: LedgerQuerySchema }) query: LedgerQuery): LedgerPage<AcceptedMessage> {
    const page = this.ledger.findMessages(query);
    return query.content ? page : { ...page, items: page.items.map(withoutBody) };
  }

  @Get('ledger/:id')
  message(@Param('id', ParseIntPipe) id: number): AcceptedMessage {
    const message = this.ledger.message(id);
    if (message === undefined) throw new NotFoundException('no such message in the ledger');
    return message;
  }

  @Get('requests')
  requests(@Query({ schema: LedgerQuerySchema }) query: LedgerQuery): LedgerPage<SendRequest> {
    return this.ledger.findRequests(query);
  }

  @Delete('ledger')
  @HttpCode(204)
  clear(): void {
    this.ledger.clear();
  }
}

function withoutBody(message: AcceptedMessage): AcceptedMessage {
  return message.provider === 'sendgrid' ? { ...message, text: null, html: null } : message;
}
