/** Implements F7, F9. Would this customer be told, on which channel, and why not? */
import { Controller, Get, Query } from '@nestjs/common';
import type { Explanation } from '#contracts';
import { type ExplainQuery, explainQuerySchema } from './explain.query.js';
import { ExplainService } from './explain.service.js';

@Controller('notifications/explain')
export class ExplainController {
  constructor(private readonly explanations: ExplainService) {}

  @Get()
  explain(@Query({ schema: explainQuerySchema }) query: ExplainQuery): Promise<Explanation> {
    return this.explanations.explain(query);
  }
}
