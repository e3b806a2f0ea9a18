/** Implements F5, F9. Alerts, active and past, for operators. */
import { Controller, Get, Query } from '@nestjs/common';
import type { Alert } from '#contracts';
import { Database, listAlerts } from '#database';
import { cursorOf } from '../paging/position-cursor.js';
import { type AlertPage, type AlertsQuery, alertsQuerySchema } from './alerts.schema.js';

@Controller('notifications/alerts')
export class AlertsController {
  constructor(private readonly database: Database) {}

  @Get()
  async list(@Query({ schema: alertsQuerySchema }) { state, cursor, limit }: AlertsQuery): Promise<AlertPage> {
    const found = await listAlerts(this.database, state, cursor, limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last !== undefined ? cursorAfter(last) : null };
  }
}

function cursorAfter({ state, raisedAt, id }: Alert): string {
  return cursorOf([state === 'raised', Date.parse(raisedAt), id]);
}
