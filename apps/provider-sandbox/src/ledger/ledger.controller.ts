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
import { WebhookOutbox } from '../webhooks/webhook-outbox.service.js';
import type { SendRequest, SentWebhook, TrackedMessage } from './ledger-entries.js';
import {
  type LedgerQuery,
  LedgerQuerySchema,
  type RequestQuery,
  RequestQuerySchema,
  type WebhookQuery,
  WebhookQuerySchema,
} from './ledger-query.schema.js';
import { Ledger, type LedgerPage } from './ledger.service.js';

/** Webhooks made, and how many were never sent because too many were waiting. */
export interface WebhookPage extends LedgerPage<SentWebhook> {
  readonly dropped: number;
}

@Controller('sandbox')
@UsePipes(new StandardSchemaValidationPipe())
export class LedgerController {
  constructor(
    private readonly ledger: Ledger,
    private readonly outbox: WebhookOutbox,
  ) {}

  @Get('ledger')
  messages(@Query({ schema: LedgerQuerySchema }) query: LedgerQuery): LedgerPage<TrackedMessage> {
    const page = this.ledger.findMessages(query);
    return { ...page, items: page.items.map((message) => inList(message, query)) };
  }

  @Get('ledger/:id')
  message(@Param('id', ParseIntPipe) id: number): TrackedMessage {
    const message = this.ledger.message(id);
    if (message === undefined) throw new NotFoundException('no such message in the ledger');
    return message;
  }

  @Get('requests')
  requests(@Query({ schema: RequestQuerySchema }) query: RequestQuery): LedgerPage<SendRequest> {
    return this.ledger.findRequests(query);
  }

  @Get('webhooks')
  webhooks(@Query({ schema: WebhookQuerySchema }) query: WebhookQuery): WebhookPage {
    return { ...this.ledger.findWebhooks(query), dropped: this.outbox.dropped };
  }

  @Delete('ledger')
  @HttpCode(204)
  clear(): void {
    this.ledger.clear();
  }
}

/** What webhooks carried is told with a single message, and with the webhooks themselves. */
function inList(message: TrackedMessage, { content }: LedgerQuery): TrackedMessage {
  const webhooks = message.webhooks.map((webhook) => ({ ...webhook, payload: null }));
  const hasBody = content || message.provider !== 'sendgrid';
  return { ...message, webhooks, ...(hasBody ? {} : { text: null, html: null }) };
}
