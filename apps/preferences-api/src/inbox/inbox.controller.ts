/** Implements F8. A customer's own in-app inbox. */
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { InboxWriter } from '#delivery';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { ProblemError } from '../problems/problem.error.js';
import { type InboxPage, type InboxQuery, type UnreadCount, inboxQuerySchema } from './inbox.schema.js';
import { InboxService } from './inbox.service.js';

const uuid = z.uuid();

@Controller('notifications/inbox')
export class InboxController {
  constructor(
    private readonly inbox: InboxService,
    private readonly writer: InboxWriter,
  ) {}

  @Get()
  list(@CurrentCaller() caller: Caller, @Query({ schema: inboxQuerySchema }) query: InboxQuery): Promise<InboxPage> {
    return this.inbox.list(caller.subject, query);
  }

  @Get('unread-count')
  async countUnread(@CurrentCaller() caller: Caller): Promise<UnreadCount> {
    return { count: await this.inbox.countUnread(caller.subject) };
  }

  @Post('read-all')
  @HttpCode(204)
  async readAll(@CurrentCaller() caller: Caller): Promise<void> {
    await this.writer.readAll(caller.subject);
  }

  @Post(':id/read')
  @HttpCode(204)
  async read(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await orNotFound(id, () => this.writer.read(caller.subject, id));
  }

  @Post(':id/archive')
  @HttpCode(204)
  async archive(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await orNotFound(id, () => this.writer.archive(caller.subject, id));
  }
}

/** Somebody else's message is answered like one that never was. */
async function orNotFound(id: string, mark: () => Promise<boolean>): Promise<void> {
  const found = uuid.safeParse(id).success && (await mark());
  if (!found) throw new ProblemError('not_found');
}
