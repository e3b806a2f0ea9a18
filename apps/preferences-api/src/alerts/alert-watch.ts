/** Implements F5, AC-17. Holds the rules against the facts, in every replica: whichever sees a cause first raises the alert. */
import { Inject, Injectable } from '@nestjs/common';
import type { Alert } from '#contracts';
import { OutboxPublisher } from '#messaging';
import { type AlertFacts, type Pending, evaluateAlerts, pendingAfter } from '#notifications';
import { Clock, LOGGER, type Logger, ProcessExit, isRetryable, RecurringTask } from '#runtime';
import { AlertFactsReader } from './alert-facts.reader.js';
import { AlertMetrics } from './alert.metrics.js';
import { AlertWriter } from './alert.writer.js';
import { FactMetrics } from './fact.metrics.js';

/** AC-17's minute is made of this, and of what a rule waits for. */
const EVERY_MS = 10_000;
/** Database and broker come first. */
const FIRST_AFTER_MS = 5_000;

interface Seen {
  readonly facts: AlertFacts;
  readonly changed: readonly Alert[];
  readonly active: readonly Alert[];
}

/** One look: the facts, what follows from them, and the word that goes out. */
@Injectable()
export class AlertLook {
  private pending: Pending = new Map();

  constructor(
    private readonly facts: AlertFactsReader,
    private readonly writer: AlertWriter,
    private readonly outbox: OutboxPublisher,
    private readonly clock: Clock,
  ) {}

  /** @returns the facts, what this look raised and resolved, and what is raised now @throws DatabaseUnavailableError; then nothing has changed */
  async look(): Promise<Seen> {
    const now = this.clock.now();
    const facts = await this.facts.read(now);
    const evaluation = evaluateAlerts(facts);
    this.pending = pendingAfter(evaluation, this.pending, now);
    const { outbox, ...written } = await this.writer.write(evaluation, this.pending, now);
    if (outbox !== null) await this.outbox.publishCommitted(outbox);
    return { facts, ...written };
  }
}

@Injectable()
export class AlertWatch extends RecurringTask {
  constructor(
    private readonly alerts: AlertLook,
    private readonly metrics: AlertMetrics,
    private readonly factMetrics: FactMetrics,
    exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super(exit, 'the watch for alerts stopped', FIRST_AFTER_MS);
  }

  protected override async turn(): Promise<number> {
    await this.look();
    return EVERY_MS;
  }

  /** What cannot be read gives no cause to raise, and none to resolve. */
  private async look(): Promise<void> {
    try {
      const { facts, changed, active } = await this.alerts.look();
      this.metrics.looked('done');
      this.metrics.show(active);
      this.factMetrics.show(facts);
      for (const alert of changed) this.log(alert);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      this.metrics.looked('waits');
      this.factMetrics.forget();
      this.logger.warn({ err: error }, 'the watch for alerts waits');
    }
  }

  private log({ id, name, subject, severity, detail, state }: Alert): void {
    const fields = { alertId: id, alert: name, subject, severity, detail };
    if (state === 'resolved') this.logger.info(fields, 'alert resolved');
    else this.logger.warn(fields, 'alert raised');
  }
}
