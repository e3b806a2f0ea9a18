import { DataSource } from 'typeorm';
import { SETTINGS } from '../settings.js';
import { databaseOptions } from './database.options.js';
import { InboxMessage } from './inbox-message.entity.js';
import { NotificationPreference } from './notification-preference.entity.js';
import { Notification } from './notification.entity.js';

/** Injection tokens of the repositories. */
export const NOTIFICATIONS = Symbol('notifications');
export const PREFERENCES = Symbol('preferences');
export const INBOX = Symbol('inbox');

const repository = (provide: symbol, entity: new () => object) => ({
  provide,
  useFactory: (database: DataSource) => database.getRepository(entity),
  inject: [DataSource],
});

export const DATABASE_PROVIDERS = [
  { provide: DataSource, useFactory: () => new DataSource(databaseOptions(SETTINGS.databaseUrl)).initialize() },
  repository(NOTIFICATIONS, Notification),
  repository(PREFERENCES, NotificationPreference),
  repository(INBOX, InboxMessage),
];
