/** The real services around one database: two workers, webhooks, preferences and retries by hand. */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DEFAULT_PREFERENCES } from '#contracts';
import type { SendResult } from '#delivery';
import { EVIDENCE, type EvidenceKind } from '#notifications';
import { Registry } from 'prom-client';
import { RetryService } from '../../../apps/preferences-api/src/notifications/retry.service.js';
import { ProblemError } from '../../../apps/preferences-api/src/problems/problem.error.js';
import { WebhookMetrics } from '../../../apps/preferences-api/src/webhooks/webhook.metrics.js';
import type { WebhooksService } from '../../../apps/preferences-api/src/webhooks/webhooks.service.js';
import { anOrderEvent } from '../../builders/order-events.js';
import type { Pipeline, Worker } from '../pipeline.js';
import { HeldSender } from './held-sender.js';
import { type ProviderCall, ProviderLedger } from './provider-ledger.js';

export const WORKERS = 2;
const CUSTOMERS = 3;
/** Few enough for rows to wait for a slot. */
const CAPACITY = 4;
const STUCK_AFTER_MS = 20_000;

const TABLES = `delivery_queue, notification_log, notification_attempt, order_event, event_inbox, outbox, dead_letter,
  daily_count, inbox_counter, webhook_inbox, preference_change, delivery_figure, status_history`;

const OPENED_BY_A_PERSON = { action: 'open', by: 'person' } as const;

interface Replica {
  /** Different for each process that ever ran. */
  readonly number: number;
  readonly worker: Worker;
}

export class DeliveryWorld {
  readonly ledger = new ProviderLedger(Array.from({ length: CUSTOMERS }, () => `customer-${randomUUID()}`));
  private readonly replicas: Replica[] = [];
  private readonly webhooks: WebhooksService;
  private readonly retries: RetryService;
  private started = 0;

  private constructor(readonly pipeline: Pipeline) {
    const { database, clock, ids } = pipeline;
    const metrics = new WebhookMetrics(new Registry());
    this.webhooks = pipeline.webhooks(metrics);
    this.retries = new RetryService(database, clock, ids);
    for (let at = 0; at < WORKERS; at++) this.restart(at);
  }

  /** A world without anything in it, on the database of an earlier one. */
  static async empty(pipeline: Pipeline): Promise<DeliveryWorld> {
    await pipeline.database.query(`TRUNCATE ${TABLES}`);
    pipeline.publisher.published.length = 0;
    return new DeliveryWorld(pipeline);
  }

  async dispatch(userId: string): Promise<void> {
    const event = anOrderEvent('order_confirmed', { time: this.pipeline.clock.now(), data: { userId } });
    const { email } = await this.pipeline.dispatch(event);
    this.ledger.notifications.push({ id: email.id, userId, retriedIn: [], reportedIn: [] });
  }

  async nudge(at: number, notificationId: string): Promise<void> {
    const { delivery, slots } = this.replica(at).worker;
    // It would wait for a slot, and so for the answer that a later command gives.
    if (slots.free('fresh') > 0) await delivery.deliverFresh([notificationId]);
  }

  async poll(at: number): Promise<number> {
    return (await this.replica(at).worker.delivery.deliverDue()) ?? 0;
  }

  answer(call: ProviderCall, result: SendResult | Error): void {
    call.state = 'answered';
    if (!(result instanceof Error) && result.outcome === 'accepted') call.reportedIn = this.ledger.command;
    call.answer(result);
  }

  /** Resolves with the 2xx. */
  async report(call: ProviderCall, kind: EvidenceKind, dedupeKey: string): Promise<void> {
    const { notificationId, attempt } = call;
    if (call.said === null || EVIDENCE[call.said].rank < EVIDENCE[kind].rank) call.said = kind;
    call.wasDelivered ||= kind === 'delivered' || kind === 'opened';
    call.reportedIn ??= this.ledger.command;
    this.ledger.notification(notificationId).reportedIn.push(this.ledger.command);
    const code = EVIDENCE[kind].outcome === 'accepted' ? null : 'refused';
    const about = { notificationId, attempt };
    const at = this.pipeline.clock.now();
    const report = {
      dedupeKey,
      event: kind,
      at,
      said: { kind, code },
      about,
      objection: null,
      providerMessageId: null,
      ...(kind === 'opened' && { engagement: OPENED_BY_A_PERSON }),
    };
    await this.webhooks.take('sendgrid', [report]);
  }

  /** Resolves once it is acknowledged. */
  revoke(userId: string): Promise<void> {
    const revoking = this.setGlobalSwitch(userId, false).then(() => {
      this.ledger.forbidden.add(userId);
      this.ledger.revoking.delete(userId);
    });
    this.ledger.revoking.set(userId, revoking);
    return revoking;
  }

  async allow(userId: string): Promise<void> {
    this.ledger.forbidden.delete(userId);
    await this.setGlobalSwitch(userId, true);
  }

  /** @returns false when it was refused */
  async retry(notificationId: string): Promise<boolean> {
    try {
      await this.retries.retry('operator', notificationId);
      this.ledger.notification(notificationId).retriedIn.push(this.ledger.command);
      return true;
    } catch (error) {
      if (error instanceof ProblemError) return false;
      throw error;
    }
  }

  /** kill -9: nobody hears the answers to its calls. Another process takes its place. */
  kill(at: number): void {
    const { number } = this.replica(at);
    for (const call of this.ledger.open) if (call.worker === number) call.state = 'abandoned';
    this.restart(at);
  }

  /** Resolves once everything that was begun is either written or waits for the provider. */
  async untilQuiet(): Promise<void> {
    const deadline = performance.now() + STUCK_AFTER_MS;
    while (this.replicas.some((replica) => this.isBusy(replica))) {
      if (performance.now() > deadline) throw new Error('A worker is stuck');
      await nextTurn();
    }
  }

  private isBusy({ number, worker }: Replica): boolean {
    return worker.slots.inUse !== this.ledger.open.filter((call) => call.worker === number).length;
  }

  private restart(at: number): void {
    const number = this.started++;
    const worker = this.pipeline.worker(new HeldSender(this.ledger, number), { capacity: CAPACITY });
    this.replicas[at] = { number, worker };
  }

  private replica(at: number): Replica {
    const replica = this.replicas[at];
    if (replica === undefined) throw new Error(`There is no worker ${at}`);
    return replica;
  }

  private async setGlobalSwitch(userId: string, globalEnabled: boolean): Promise<void> {
    await this.pipeline
      .preferences()
      .change(userId, 'preferences_api', () => ({ ...DEFAULT_PREFERENCES, globalEnabled }));
  }
}
