/** Implements F5, N4. What waits in the queue, read when Prometheus asks, and at most every few seconds. */
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type ChannelWaiting, Database, countWaiting, findOldestFigureMinute } from '#database';
import { Clock, isRetryable } from '#runtime';
import { Gauge, Registry } from 'prom-client';

interface QueueReading {
  readonly waiting: readonly ChannelWaiting[];
  readonly unmovedSeconds: number;
}

const READ_EVERY_MS = 5_000;
/** What waits is counted row by row: with a million of them, counting must not keep the database from sending them. */
const READING_SHARE = 0.05;
/** Prometheus gives up after ten seconds and would have none of the other figures either. */
const ANSWER_WITHIN_MS = 2_000;
const MINUTE_MS = 60_000;

const STATES = [
  ['due', 'due'],
  ['sending', 'sending'],
  ['unconfirmed', 'unconfirmed'],
  ['retrying', 'retrying'],
  ['quiet_hours', 'quietHours'],
  ['paused', 'paused'],
] as const satisfies readonly (readonly [string, keyof ChannelWaiting])[];

@Injectable()
export class QueueMetrics {
  private reading: Promise<QueueReading | null> = Promise.resolve(null);
  private nextReadAt = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(Registry) registry: Registry,
  ) {
    const read = () => this.read();
    new Gauge({
      name: 'notification_queue_depth',
      help: 'Notifications that work remains on, by what they wait for',
      labelNames: ['channel', 'state'],
      registers: [registry],
      async collect() {
        this.reset();
        const reading = await read();
        for (const waiting of reading?.waiting ?? []) {
          for (const [state, field] of STATES) this.set({ channel: waiting.channel, state }, waiting[field]);
        }
      },
    });
    new Gauge({
      name: 'notification_figures_unmoved_seconds',
      help: 'For how long the oldest minute of figures has been over that was not added up yet; 0: none',
      registers: [registry],
      async collect() {
        const reading = await read();
        if (reading === null) this.remove({});
        else this.set(reading.unmovedSeconds);
      },
    });
  }

  /** @returns null while the database does not answer */
  private async read(): Promise<QueueReading | null> {
    const begun = this.clock.monotonic();
    if (begun >= this.nextReadAt) {
      this.nextReadAt = Infinity;
      this.reading = this.query().finally(() => {
        const tookMs = this.clock.monotonic() - begun;
        this.nextReadAt = begun + Math.max(READ_EVERY_MS, tookMs / READING_SHARE);
      });
    }
    return Promise.race([this.reading, delay(ANSWER_WITHIN_MS, null, { ref: false })]);
  }

  private async query(): Promise<QueueReading | null> {
    // A statement before the first connection would wait for it.
    if (!this.database.dataSource.isInitialized) return null;
    const now = this.clock.now();
    try {
      const waiting = await countWaiting(this.database, now);
      const oldest = await findOldestFigureMinute(this.database);
      const overSince = oldest === null ? now.getTime() : oldest.getTime() + MINUTE_MS;
      return { waiting, unmovedSeconds: Math.max(0, now.getTime() - overSince) / 1_000 };
    } catch (error) {
      if (isRetryable(error)) return null;
      throw error;
    }
  }
}
