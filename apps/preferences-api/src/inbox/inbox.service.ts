/** Implements F7, F8. The inbox of one customer: what is in it, and how much of it is unread. */
import { Injectable } from '@nestjs/common';
import { Database, listInbox, readInboxStandings } from '#database';
import { type InboxMessage, InboxReader, InboxWriter } from '#delivery';
import { cursorOf } from '../paging/position-cursor.js';
import type { InboxPage, InboxQuery } from './inbox.schema.js';

@Injectable()
export class InboxService {
  constructor(
    private readonly database: Database,
    private readonly reader: InboxReader,
    private readonly writer: InboxWriter,
  ) {}

  /** A page, newest first. What it shows has reached its customer. */
  async list(userId: string, { cursor, limit, ...filter }: InboxQuery): Promise<InboxPage> {
    const found = await listInbox(this.database, userId, { ...filter, beforeSeq: cursor }, limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const messages = await this.reader.read(items);
    const unlisted = messages.filter(({ acknowledged }) => !acknowledged);
    await this.writer.listed(unlisted.map(({ notification }) => notification.id));
    return {
      items: messages.map(itemOf),
      nextCursor: found.length > limit && last !== undefined ? cursorOf(last.seq) : null,
      unreadCount: await this.countUnread(userId),
    };
  }

  async countUnread(userId: string): Promise<number> {
    return (await readInboxStandings(this.database, [userId])).get(userId)?.unread ?? 0;
  }
}

function itemOf({ notification, readAt }: InboxMessage): InboxPage['items'][number] {
  const { data, ...shown } = notification;
  return { ...shown, data: { ...data }, readAt: readAt?.toISOString() ?? null };
}
