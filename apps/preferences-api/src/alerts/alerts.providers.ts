import type { Provider } from '@nestjs/common';
import { AlertCaller, AlertCalls } from './alert-caller.js';
import { AlertFactsReader } from './alert-facts.reader.js';
import { AlertLook, AlertWatch } from './alert-watch.js';
import { AlertWebhook } from './alert-webhook.js';
import type { AlertWebhookSettings } from './alert-webhook.settings.js';
import { AlertMetrics } from './alert.metrics.js';
import { ALERT_WEBHOOK, AlertWriter } from './alert.writer.js';
import { FactMetrics } from './fact.metrics.js';

/** @param webhook null: nobody is called; calls that wait from before wait on */
export function alertProviders(webhook: AlertWebhookSettings | null): Provider[] {
  const caller =
    webhook === null ? [] : [{ provide: AlertWebhook, useValue: new AlertWebhook(webhook) }, AlertCalls, AlertCaller];
  return [
    AlertFactsReader,
    AlertWriter,
    AlertMetrics,
    FactMetrics,
    AlertLook,
    AlertWatch,
    { provide: ALERT_WEBHOOK, useValue: webhook },
    ...caller,
  ];
}
