/** Implements F7. The facts of every route. Each folder describes its own, in a file beside its controller; a route without facts does not compile. */
import type { Route } from '../access/route-access.js';
import { ALERT_OPERATIONS } from '../alerts/alerts.operations.js';
import { ANALYTICS_OPERATIONS } from '../analytics/analytics.operations.js';
import { CONTROL_OPERATIONS } from '../controls/controls.operations.js';
import { DASHBOARD_OPERATIONS } from '../dashboard/dashboard.operations.js';
import { DEAD_LETTER_OPERATIONS } from '../dead-letters/dead-letters.operations.js';
import { EXPLAIN_OPERATIONS } from '../explain/explain.operations.js';
import { INBOX_OPERATIONS } from '../inbox/inbox.operations.js';
import { NOTIFICATION_OPERATIONS } from '../notifications/notifications.operations.js';
import { PREFERENCE_PAGE_OPERATIONS } from '../preference-page/preference-page.operations.js';
import { PREFERENCE_OPERATIONS } from '../preferences/preferences.operations.js';
import { RECIPIENT_OPERATIONS } from '../recipients/recipients.operations.js';
import { SUPPRESSION_OPERATIONS } from '../suppressions/suppressions.operations.js';
import { TRACKING_OPERATIONS } from '../tracking/tracking.operations.js';
import { TRIGGER_OPERATIONS } from '../trigger/trigger.operations.js';
import { UNSUBSCRIBE_OPERATIONS } from '../unsubscribe/unsubscribe.operations.js';
import { WEBHOOK_OPERATIONS } from '../webhooks/webhooks.operations.js';
import { DOCS_OPERATIONS } from './docs.operations.js';
import type { OperationFacts } from './operation-facts.js';
import { RUNTIME_OPERATIONS } from './runtime.operations.js';

export const OPERATIONS: Readonly<Record<Route, OperationFacts>> = {
  ...PREFERENCE_OPERATIONS,
  ...PREFERENCE_PAGE_OPERATIONS,
  ...UNSUBSCRIBE_OPERATIONS,
  ...NOTIFICATION_OPERATIONS,
  ...EXPLAIN_OPERATIONS,
  ...ANALYTICS_OPERATIONS,
  ...TRIGGER_OPERATIONS,
  ...INBOX_OPERATIONS,
  ...RECIPIENT_OPERATIONS,
  ...DEAD_LETTER_OPERATIONS,
  ...ALERT_OPERATIONS,
  ...CONTROL_OPERATIONS,
  ...SUPPRESSION_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
  ...TRACKING_OPERATIONS,
  ...DASHBOARD_OPERATIONS,
  ...DOCS_OPERATIONS,
  ...RUNTIME_OPERATIONS,
};
