import type { DataSourceOptions } from 'typeorm';
import { InboxMessage } from './inbox-message.entity.js';
import { NotificationPreference } from './notification-preference.entity.js';
import { Notification } from './notification.entity.js';

export const databaseOptions = (url: string) =>
  ({
    type: 'postgres',
    url,
    entities: [Notification, NotificationPreference, InboxMessage],
    // PostgreSQL's own function, not one of an extension.
    uuidExtension: 'pgcrypto',
    installExtensions: false,
  }) as const satisfies DataSourceOptions;
