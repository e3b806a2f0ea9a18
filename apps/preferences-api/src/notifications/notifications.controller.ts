/** Implements F4, F7, F9, N6. Look-ups: where a notification stands, and what a customer was told about an order. Retries. */
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { NotificationDocument } from '#contracts';
import { Database, type NotificationRecord, findNotification, searchNotifications } from '#database';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { cursorOf } from '../paging/position-cursor.js';
import { ProblemError, invalidRequest } from '../problems/problem.error.js';
import { BackgroundReader } from './background.reader.js';
import { documentOf } from './notification-document.js';
import type { NotificationPage } from './notifications.operations.js';
import { type NotificationsQuery, notificationsQuerySchema } from './notifications.query.js';
import { RetryService } from './retry.service.js';
import type { Viewer } from './viewer.js';

const uuid = z.uuid();

@Controller('notifications')
export class NotificationsController {
  constructor(
    private readonly database: Database,
    private readonly retries: RetryService,
    private readonly backgrounds: BackgroundReader,
  ) {}

  @Get()
  async search(
    @CurrentCaller() caller: Caller,
    @Query({ schema: notificationsQuerySchema }) query: NotificationsQuery,
  ): Promise<NotificationPage> {
    const { cursor, limit, ...filter } = query;
    if (filter.orderId === undefined && filter.userId === undefined && !caller.kinds.has('ops')) {
      throw invalidRequest([{ field: 'orderId', message: 'is required where userId is not given' }]);
    }
    const { found, lookedThrough } = await searchNotifications(
      this.database,
      { ...filter, beforeId: cursor },
      limit + 1,
    );
    const items = found.slice(0, limit);
    const end = found.length > limit ? items.at(-1)?.id : lookedThrough;
    return {
      items: await this.documentsOf(items, 'staff'),
      nextCursor: end === undefined ? null : cursorOf(end),
    };
  }

  @Get(':id')
  async find(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<NotificationDocument> {
    const record = uuid.safeParse(id).success ? await findNotification(this.database, id) : undefined;
    if (record === undefined || !maySee(caller, record)) throw new ProblemError('not_found');
    return this.documentOf(record, caller.kinds.has('customer') ? 'customer' : 'staff');
  }

  @Post(':id/retry')
  @HttpCode(202)
  async retry(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<NotificationDocument> {
    if (!uuid.safeParse(id).success) throw new ProblemError('not_found');
    return this.documentOf(await this.retries.retry(caller.subject, id), 'staff');
  }

  private async documentsOf(records: readonly NotificationRecord[], viewer: Viewer): Promise<NotificationDocument[]> {
    const backgrounds = await this.backgrounds.read(records);
    return records.flatMap((record, i) => {
      const background = backgrounds[i];
      return background === undefined ? [] : [documentOf(record, background, viewer)];
    });
  }

  private async documentOf(record: NotificationRecord, viewer: Viewer): Promise<NotificationDocument> {
    const [document] = await this.documentsOf([record], viewer);
    if (document === undefined) throw new RangeError('Each record has its document.');
    return document;
  }
}

/** Somebody else's notification is answered like one that never was. */
function maySee(caller: Caller, record: NotificationRecord): boolean {
  return !caller.kinds.has('customer') || caller.subject === record.userId;
}
