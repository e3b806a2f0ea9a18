/** Implements F5, AC-06. How the service stands now. What changes slowly, or costs more, is read every few seconds only. */
import { Injectable } from '@nestjs/common';
import type { LiveFigures } from '#contracts';
import {
  Database,
  type ObjectiveWindow,
  type Pause,
  countDeadLetters,
  countObjectives,
  countReleases,
  countWaiting,
  findActiveAlerts,
  findHalts,
  loadPauses,
  readSteps,
} from '#database';
import { ConsumerLag } from '#messaging';
import { OBJECTIVES, alignOutwards, budgetLeft, burnRate, intervalMs, shareKept } from '#notifications';
import { Clock } from '#runtime';
import { LastKnownLag } from './last-known-lag.js';
import { Remembered } from './remembered.js';
import { seriesOf } from './steps.js';
import { type ObjectiveStanding, verdictOf } from './verdict.js';

const SLOWLY_MS = 5_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Steps of a minute that go with each event. */
const SHOWN_MS = 14 * MINUTE;

@Injectable()
export class LiveFiguresReader {
  private readonly slow: Remembered<
    Pick<LiveFigures, 'releases' | 'deadLetters'> & { objectives: ObjectiveStanding[] }
  >;
  private readonly lag: LastKnownLag;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    consumerLag: ConsumerLag,
  ) {
    this.lag = new LastKnownLag(clock, consumerLag);
    this.slow = new Remembered(clock, SLOWLY_MS, (now) => this.readSlow(now));
  }

  /** @throws DatabaseUnavailableError */
  async read(): Promise<LiveFigures> {
    const now = this.clock.now();
    const consumers = this.lag.current();
    const { objectives, ...slow } = await this.slow.get(now);
    const { database } = this;
    const span = alignOutwards({ from: now.getTime() - SHOWN_MS, to: now.getTime() + 1 }, intervalMs('1m'));
    const [waiting, halts, pauses, alerts, steps] = await Promise.all([
      countWaiting(database, now),
      findHalts(database),
      loadPauses(database),
      findActiveAlerts(database),
      readSteps(database, span, 'minute'),
    ]);
    return {
      at: now.toISOString(),
      verdict: verdictOf(objectives, alerts),
      waiting,
      ...slow,
      consumers,
      halts,
      pauses: pauses.map(pauseOf),
      alerts,
      minutes: seriesOf(steps, span, intervalMs('1m')),
    };
  }

  private async readSlow(now: Date) {
    const counts = await countObjectives(this.database, [HOUR, DAY], now);
    const releases = await countReleases(this.database, now);
    const deadLetters = await countDeadLetters(this.database);
    return { objectives: standingsOf(counts), releases, deadLetters };
  }
}

function standingsOf(counts: readonly ObjectiveWindow[]): ObjectiveStanding[] {
  return counts
    .filter(({ windowMs }) => windowMs === DAY)
    .map(({ objective: id, channel, ...day }) => {
      const { target } = OBJECTIVES[id];
      const hour = counts.find((one) => one.windowMs === HOUR && one.objective === id && one.channel === channel);
      return {
        id,
        channel,
        target,
        value: shareKept(day),
        burnRate: hour === undefined ? null : burnRate(hour, target),
        budgetLeft: budgetLeft(day, target),
      };
    });
}

function pauseOf({ scope, reason, actor, since }: Pause): LiveFigures['pauses'][number] {
  return { scope, reason, by: actor, since: since.toISOString() };
}
