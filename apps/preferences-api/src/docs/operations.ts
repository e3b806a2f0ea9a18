/** Implements F7. The facts of every route. Each folder describes its own, in a file beside its controller; a route without facts does not compile. */
import type { Route } from '../access/route-access.js';
import { NOTIFICATION_OPERATIONS } from '../notifications/notifications.operations.js';
import { PREFERENCE_OPERATIONS } from '../preferences/preferences.operations.js';
import { UNSUBSCRIBE_OPERATIONS } from '../unsubscribe/unsubscribe.operations.js';
import { WEBHOOK_OPERATIONS } from '../webhooks/webhooks.operations.js';
import { DOCS_OPERATIONS } from './docs.operations.js';
import type { OperationFacts } from './operation-facts.js';
import { RUNTIME_OPERATIONS } from './runtime.operations.js';

export const OPERATIONS: Readonly<Record<Route, OperationFacts>> = {
  ...PREFERENCE_OPERATIONS,
  ...UNSUBSCRIBE_OPERATIONS,
  ...NOTIFICATION_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
  ...DOCS_OPERATIONS,
  ...RUNTIME_OPERATIONS,
};
