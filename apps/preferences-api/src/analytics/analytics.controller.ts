/** Implements F5, F9. Figures for operators. */
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { Analytics, DeliveryRate } from '#contracts';
import type { Request, Response } from 'express';
import { type Caller, CurrentCaller } from '../access/caller.js';
import {
  type AnalyticsQuery,
  type DeliveryRateQuery,
  analyticsQuerySchema,
  deliveryRateQuerySchema,
} from './analytics.query.js';
import { AnalyticsService } from './analytics.service.js';
import { EventStream } from './event-stream.js';
import { LiveFiguresFeed } from './live-figures.feed.js';

@Controller('notifications/analytics')
export class AnalyticsController {
  constructor(
    private readonly analytics: AnalyticsService,
    private readonly feed: LiveFiguresFeed,
  ) {}

  @Get()
  read(@Query({ schema: analyticsQuerySchema }) query: AnalyticsQuery): Promise<Analytics> {
    return this.analytics.read(query);
  }

  @Get('delivery-rate')
  readDeliveryRate(@Query({ schema: deliveryRateQuerySchema }) query: DeliveryRateQuery): Promise<DeliveryRate> {
    return this.analytics.readDeliveryRate(query);
  }

  @Get('stream')
  stream(@CurrentCaller() { expiresAt }: Caller, @Req() request: Request, @Res() response: Response): void {
    this.feed.checkRoom();
    const stream = new EventStream(response);
    // Express answers HEAD by GET: there is nothing to listen to.
    if (request.method === 'HEAD') {
      stream.end();
      return;
    }
    response.once('close', this.feed.listen(stream, expiresAt));
  }
}
