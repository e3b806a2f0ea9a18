/** Implements F5, N9, AC-17. Raises and resolves alerts, and writes with them whatever tells of it: one transaction, whoever else watches. */
import { Inject, Injectable } from '@nestjs/common';
import { type Alert, encodeAlertEvent } from '#contracts';
import {
  type ActiveAlert,
  Database,
  type OutboxRow,
  type SeenAlert,
  type Sql,
  insertAlertCalls,
  insertOutbox,
  loadActiveAlerts,
  lockAlerts,
  markSeen,
  raiseAlerts,
  resolveAlerts,
} from '#database';
import { ALERT_RULES, type Evaluation, type Finding, type Pending, courseOf } from '#notifications';
import { IdGenerator } from '#runtime';
import { alertCallBody } from './alert-webhook.js';
import type { AlertWebhookSettings } from './alert-webhook.settings.js';

/** Injection token; null: no webhook is told. */
export const ALERT_WEBHOOK = Symbol('alert webhook');

export interface WrittenAlerts {
  /** Raised and resolved by this look. */
  readonly changed: readonly Alert[];
  readonly active: readonly Alert[];
  /** null: nothing has changed. */
  readonly outbox: OutboxRow | null;
}

@Injectable()
export class AlertWriter {
  constructor(
    private readonly database: Database,
    private readonly ids: IdGenerator,
    @Inject(ALERT_WEBHOOK) private readonly webhook: AlertWebhookSettings | null,
  ) {}

  /** @throws DatabaseUnavailableError; then nothing has changed */
  write(evaluation: Evaluation, pending: Pending, now: Date): Promise<WrittenAlerts> {
    return this.database.transaction(async (sql) => {
      await lockAlerts(sql);
      const active = await loadActiveAlerts(sql);
      const course = courseOf(evaluation, active, pending, now);
      await markSeen(sql, [...course.seen.map(seenAgain), ...course.unknown.map(asItWas(active))], now);
      const resolved = await resolveAlerts(
        sql,
        course.resolve.map(({ id }) => id),
        now,
      );
      const raised = await raiseAlerts(sql, course.raise.map(this.newAlert), now);
      const gone = new Set(resolved.map(({ id }) => id));
      return {
        changed: [...resolved, ...raised],
        active: [...active.filter(({ id }) => !gone.has(id)), ...raised],
        outbox: await this.announce(sql, [...resolved, ...raised], now),
      };
    });
  }

  private async announce(sql: Sql, changed: readonly Alert[], now: Date): Promise<OutboxRow | null> {
    if (changed.length === 0) return null;
    if (this.webhook !== null) {
      const calls = changed.map((alert) => ({ id: this.ids.next(), alertId: alert.id, body: alertCallBody(alert) }));
      await insertAlertCalls(sql, calls, now);
    }
    const outbox = { id: this.ids.next(), messages: changed.map(encodeAlertEvent) };
    await insertOutbox(sql, outbox, now);
    return outbox;
  }

  private readonly newAlert = ({ name, subject, value, detail }: Finding) => {
    const { severity, threshold } = ALERT_RULES[name];
    return { id: this.ids.next(), name, subject, severity, threshold, value, detail };
  };
}

function seenAgain({ alert, finding }: { alert: { readonly id: string }; finding: Finding }): SeenAlert {
  return { id: alert.id, value: finding.value, detail: finding.detail };
}

/** What could not be looked at may still be so. */
function asItWas(active: readonly ActiveAlert[]): (alert: { readonly id: string }) => SeenAlert {
  const byId = new Map(active.map((alert) => [alert.id, alert]));
  return ({ id }) => ({ id, value: byId.get(id)?.value ?? null, detail: byId.get(id)?.detail ?? '' });
}
