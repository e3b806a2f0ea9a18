import { type DynamicModule, Module } from '@nestjs/common';
import { InboxMetrics } from './inbox.metrics.js';
import { InboxReader } from './inbox.reader.js';
import { INBOX_SETTINGS, type InboxSettings } from './inbox.settings.js';
import { InboxWriter } from './inbox.writer.js';

/** Customers' inboxes, for whoever shows them: the stream, and the API. */
@Module({})
export class InboxModule {
  static forApp(settings: InboxSettings): DynamicModule {
    return {
      module: InboxModule,
      providers: [{ provide: INBOX_SETTINGS, useValue: settings }, InboxMetrics, InboxReader, InboxWriter],
      exports: [InboxReader, InboxWriter],
    };
  }
}
