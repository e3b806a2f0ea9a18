import { setTimeout as sleep } from 'node:timers/promises';
import type { Customer } from './customer.js';
import type { DeliveryMoment } from './delivery-line.js';
import { DeliveryNews, type News } from './delivery-news.js';
import type { DemoRepository, WaitingRow } from './demo.repository.js';
import type { Upstream } from './upstream.js';

const POLL_MS = 250;

/**
 * Tells what happens to a run's notifications, as it happens. Ends come from the topic of delivery events; retries and waits,
 * which are no news to upstream, from a look at the queue.
 */
export class LiveFeed {
  /** Statuses told on the topic, by notification; kept only on request, a demo without end would gather them for ever. */
  readonly announced = new Map<string, Set<string>>();
  private readonly customers: ReadonlyMap<string, Customer>;
  private stopped = false;
  /** Waits that were told, by what makes them one wait; forgotten with the wait. */
  private told = new Set<string>();
  private news: DeliveryNews | undefined;

  constructor(
    private readonly repository: DemoRepository,
    cast: readonly Customer[],
    private readonly onMoment: (moment: DeliveryMoment) => void,
    private readonly options: { readonly remember: boolean },
  ) {
    this.customers = new Map(cast.map((customer) => [customer.userId, customer]));
  }

  /** Resolves once nothing from then on can be missed. */
  async listen(upstream: Upstream, runId: string): Promise<void> {
    this.news = await DeliveryNews.listen(upstream, runId, (news) => this.tellEnds(news));
  }

  /** Looks at the queue until `stop`; rejects when it cannot. */
  async watchWaits(): Promise<void> {
    while (!this.stopped) {
      this.tellWaits(await this.repository.waitingOf([...this.customers.keys()]));
      await sleep(POLL_MS);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.news?.stop();
  }

  private async tellEnds(news: readonly News[]): Promise<void> {
    const ours = news.filter(({ userId }) => this.customers.has(userId));
    if (ours.length === 0) return;
    const eventTimes = await this.repository.eventTimesOf(ours.map(({ notificationId }) => notificationId));
    for (const item of ours) {
      const { notificationId, userId, orderId, status, reason, attempt, at, type, channel } = item;
      const customer = this.customers.get(userId);
      const eventTime = eventTimes.get(notificationId);
      if (customer === undefined || eventTime === undefined) continue;
      if (this.options.remember) this.rememberEnd(notificationId, status);
      const latencyMs = at.getTime() - eventTime.getTime();
      this.onMoment({
        ...{ at, customer, orderId, type, channel },
        outcome: { kind: 'ended', status, reason, attempts: attempt, latencyMs },
      });
    }
  }

  private rememberEnd(notificationId: string, status: string): void {
    const statuses = this.announced.get(notificationId) ?? new Set();
    this.announced.set(notificationId, statuses.add(status));
  }

  private tellWaits(rows: readonly WaitingRow[]): void {
    const waits = new Map(rows.map((row) => [`${row.id} ${row.attempts} ${row.waitReason ?? ''}`, row]));
    for (const [key, row] of waits) {
      const customer = this.customers.get(row.userId);
      if (customer === undefined || this.told.has(key)) continue;
      const { orderId, type, channel } = row;
      this.onMoment({ at: new Date(), customer, orderId, type, channel, outcome: outcomeOf(row) });
    }
    this.told = new Set(waits.keys());
  }
}

function outcomeOf({ state, waitReason, dueAt, attempts, code }: WaitingRow): DeliveryMoment['outcome'] {
  if (waitReason !== null) return { kind: 'wait', until: dueAt, reason: waitReason };
  const inMs = dueAt.getTime() - Date.now();
  return state === 'unconfirmed'
    ? { kind: 'unconfirmed', inMs, code }
    : { kind: 'retry', number: attempts, inMs, code };
}
