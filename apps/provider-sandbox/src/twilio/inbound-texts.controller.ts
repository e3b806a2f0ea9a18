import { Body, Controller, Get, HttpCode, Post, StandardSchemaValidationPipe, UsePipes } from '@nestjs/common';
import type { z } from 'zod';
import { InboundTextSchema } from './inbound-text.schema.js';
import { InboundTexts } from './inbound-texts.service.js';
import { OptOuts } from './opt-outs.service.js';

@Controller('sandbox')
@UsePipes(new StandardSchemaValidationPipe())
export class InboundTextsController {
  constructor(
    private readonly inbound: InboundTexts,
    private readonly optOuts: OptOuts,
  ) {}

  /** Answered once the service was told. */
  @Post('texts')
  @HttpCode(204)
  async receive(@Body({ schema: InboundTextSchema }) text: z.output<typeof InboundTextSchema>): Promise<void> {
    await this.inbound.receive({ ...text, message: null }, text.webhooks);
  }

  @Get('opt-outs')
  list(): readonly string[] {
    return this.optOuts.list();
  }
}
