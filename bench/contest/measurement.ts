import { setTimeout as delay } from 'node:timers/promises';
import { LauncherError } from '../../infra/launcher.error.js';
import type { Contender, Progress } from '../opponents/contender.js';
import { cpuOf } from '../processor-time.js';
import { type Case, madeOfEvent } from './cases.js';
import { type ProcessorTimes, eventsFor, spentOnEach } from './contest-math.js';
import type { Crew } from './crew.js';
import type { Accepted } from './provider.js';
import type { Ground, Stage } from './stage.js';
import { type StatementCost, costliestStatements, forgetStatements } from './statements.js';

export interface Plan {
  /** Events taken before anything is measured. */
  readonly warmUp: number;
  /** How long the measured load takes at least. */
  readonly seconds: number;
  /** Whether every message has to be sent exactly once. */
  readonly isExact: boolean;
}

export interface Measured {
  readonly events: number;
  readonly seconds: number;
  /** Events a second, from the beginning of publication to the last of them. */
  readonly rate: number;
  /** How long the publication took, in seconds. */
  readonly publication: number;
  /** Messages that the provider was given beyond one each; negative: that it was never given. */
  readonly excess: number;
  /** Microseconds of processor time for each notification (dispatcher alone: for each event), by process. */
  readonly cpu: Readonly<Record<string, number>>;
  /** Only if profiled. */
  readonly statements?: readonly StatementCost[];
}

/** The second load, on which the size of the measured one is based. */
const SIZING_SECONDS = 3;
const STALLED_AFTER_MS = 30_000;
const PROVIDER_POLL_MS = 200;
const POLL_MS = 500;
/** Asking takes no more than this share of the time. */
const ASKING_SHARE = 0.03;
/** What a load leaves behind is done, and the clocks of the machine's processes agree to far less. */
const PAUSE_MS = 1_000;

/** One contender, on ground of its own. @throws LauncherError */
export async function measure(stage: Stage, contender: Contender, kase: Case, plan: Plan): Promise<Measured> {
  const ground = await stage.freshGround(kase);
  try {
    await contender.prepare(ground.databaseUrl);
    const crew = await stage.startCrew(contender, kase, ground);
    const over = new AbortController();
    try {
      const run = new Run({ stage, contender, kase, ground, crew, isExact: plan.isExact }, over.signal);
      return await stage.untilFailure(crew.untilCrash(measureWarm(run, plan)));
    } finally {
      over.abort();
      await crew.end();
    }
  } finally {
    await ground.remove();
  }
}

async function measureWarm(run: Run, { warmUp, seconds }: Plan): Promise<Measured> {
  const first = await run.take(warmUp);
  const second = await run.take(eventsFor(Math.min(SIZING_SECONDS, seconds), [first.rate]));
  const rates = [first.rate, second.rate];
  for (;;) {
    const measured = await run.take(eventsFor(seconds, rates));
    if (measured.seconds >= seconds) return measured;
    rates.push(measured.rate);
  }
}

interface RunParts {
  readonly stage: Stage;
  readonly contender: Contender;
  readonly kase: Case;
  readonly ground: Ground;
  readonly crew: Crew;
  readonly isExact: boolean;
}

/** Loads that the same processes take, one after the other. */
class Run {
  constructor(
    private readonly parts: RunParts,
    /** Aborted once nobody waits for the result any more. */
    private readonly over: AbortSignal,
  ) {}

  /** Resolves once they are through with it. */
  async take(events: number): Promise<Measured> {
    const { stage, ground, kase } = this.parts;
    const { load, server, isProfiled } = stage;
    await load.ask('encode', events);
    // What is written back later is not paid for by the next load.
    await server.query('CHECKPOINT');
    await delay(PAUSE_MS);
    if (isProfiled) await forgetStatements(server);
    const [before, acceptedBefore] = [await this.spent(), await this.accepted()];
    const since = Date.now() / 1_000;
    const [published, progress] = await Promise.all([
      load.ask('publish', ground.topic),
      this.untilThrough(events, since, acceptedBefore),
    ]);
    const after = await this.spent();
    const excess = this.excess(await this.accepted(), acceptedBefore, events);
    this.checkExcess(excess);
    const { done, doneAt } = this.reached(progress);
    const seconds = doneAt - published.startedAt;
    const statements = isProfiled ? { statements: await costliestStatements(server, ground.databaseUrl) } : {};
    return {
      ...{ events, seconds, publication: published.endedAt - published.startedAt, excess },
      rate: done / madeOfEvent(kase) / seconds,
      cpu: spentOnEach(before, after, events * madeOfEvent(kase)),
      ...statements,
    };
  }

  /** Milliseconds of processor time so far. */
  private async spent(): Promise<ProcessorTimes> {
    const { stage, crew } = this.parts;
    const pids = { ...crew.pids, ...stage.pids };
    return {
      ...Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuOf(pid)])),
      provider: await stage.provider.ask('cpu', undefined),
      publisher: await stage.load.ask('cpu', undefined),
    };
  }

  private accepted(): Promise<Accepted> {
    return this.parts.stage.provider.ask('accepted', undefined);
  }

  private excess(accepted: Accepted, before: Accepted, events: number): number {
    return accepted.email + accepted.sms - before.email - before.sms - this.callsFor(events);
  }

  /** How many requests the providers are to be sent. */
  private callsFor(events: number): number {
    const { channels, counts } = this.parts.kase;
    return counts === 'planned' ? 0 : events * channels.filter((channel) => channel !== 'in_app').length;
  }

  /** @throws Error for a contender that promises each message exactly once */
  private checkExcess(excess: number): void {
    const { contender, isExact } = this.parts;
    if (!isExact || excess === 0) return;
    throw new Error(`${contender.name} sent ${Math.abs(excess)} messages too ${excess > 0 ? 'many' : 'few'}.`);
  }

  private reached({ planned, sent, lastPlannedAt, lastSentAt }: Progress): { done: number; doneAt: number } {
    return this.parts.kase.counts === 'planned'
      ? { done: planned, doneAt: lastPlannedAt }
      : { done: sent, doneAt: lastSentAt };
  }

  /** The database is not asked before the provider has everything: counting costs it something. */
  private async untilThrough(events: number, since: number, before: Accepted): Promise<Progress> {
    await this.untilStill(PROVIDER_POLL_MS, async () => {
      const excess = this.excess(await this.accepted(), before, events);
      return { figure: excess, isThrough: excess >= 0 };
    });
    let progress: Progress = { planned: 0, sent: 0, lastPlannedAt: 0, lastSentAt: 0 };
    const { contender, kase, ground } = this.parts;
    const expected = events * madeOfEvent(kase);
    await this.untilStill(POLL_MS, async () => {
      progress = await contender.progress(ground.database, since);
      const isThrough = progress.planned >= events && this.reached(progress).done >= expected;
      return { figure: progress.planned + progress.sent, isThrough };
    });
    return progress;
  }

  /**
   * Looks until it is through, or nothing has moved for long.
   * @throws LauncherError for a contender that loses nothing
   */
  private async untilStill(
    everyMs: number,
    look: () => Promise<{ readonly figure: number; readonly isThrough: boolean }>,
  ): Promise<void> {
    let moved = { at: performance.now(), figure: Number.NaN };
    for (;;) {
      this.over.throwIfAborted();
      const askedAt = performance.now();
      const { figure, isThrough } = await look();
      if (isThrough) return;
      const now = performance.now();
      if (figure !== moved.figure) moved = { at: now, figure };
      else if (now - moved.at > STALLED_AFTER_MS) {
        this.giveUp();
        return;
      }
      await delay(Math.max(everyMs, (now - askedAt) / ASKING_SHARE), undefined, { signal: this.over });
    }
  }

  private giveUp(): void {
    if (!this.parts.isExact) return;
    throw new LauncherError(`${this.parts.contender.name} does not get on any more.`);
  }
}
