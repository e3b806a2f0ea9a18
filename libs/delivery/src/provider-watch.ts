/** Implements F4. Draws conclusions about the provider from how calls end, together with the other replicas, and acts on them. */
import { Inject, Injectable } from '@nestjs/common';
import {
  type CallTally,
  Database,
  forgetReplicas,
  haltChannel,
  liftHalt,
  limitChannel,
  loadOthersCalls,
  shareCalls,
} from '#database';
import { LONGEST_LIMIT_MS } from '#notifications';
import { Clock, IdGenerator, LOGGER, type Logger, untilAvailable } from '#runtime';
import {
  BREAKER,
  type CallWindow,
  NO_CALLS,
  type Sign,
  added,
  failsForEveryone,
  observe,
  signOf,
  tallyOf,
} from './breaker.js';
import { ChannelGate, PROVIDER_FAILING, nextProbe } from './channel-gate.js';
import type { SendResult } from './channel-sender.js';

const SHARE_EVERY_MS = 1_000;
/** Also for a limit without a time of reset. */
const SHORTEST_LIMIT_MS = 1_000;

export interface ObservedCall {
  readonly result: SendResult;
  /** User id. */
  readonly recipient: string;
  /** When the call began. */
  readonly at: Date;
}

@Injectable()
export class ProviderWatch {
  private readonly replica: string;
  private window: CallWindow = [];
  private others: CallTally = NO_CALLS;
  private windowSince: Date | undefined;
  private sharedAt: number | undefined;

  constructor(
    private readonly database: Database,
    private readonly gate: ChannelGate,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    ids: IdGenerator,
  ) {
    this.replica = ids.next();
  }

  /** Resolves once what follows from the call is where all replicas see it. An outage of the database is waited out. */
  async observed(call: ObservedCall): Promise<void> {
    const sign = signOf(call.result);
    // One that began before the last halt was lifted says nothing of the provider now.
    if ((sign === 'works' || sign === 'fails') && call.at >= this.since) this.note(call.recipient, sign === 'fails');
    await untilAvailable(
      () => this.conclude(sign, call),
      (error) => this.logger.warn({ err: error }, 'judging the provider waits'),
    );
  }

  private async conclude(sign: Sign, { result, at }: ObservedCall): Promise<void> {
    switch (sign) {
      case 'works':
        await this.liftHaltBefore(at);
        await this.share();
        return;
      case 'fails':
        await this.share();
        if (this.failsForEveryone()) await this.halt(PROVIDER_FAILING);
        return;
      case 'limits':
        await this.limit(result.outcome === 'retryable' ? result.notBefore : undefined);
        return;
      case 'refuses':
        if (at >= this.since) await this.halt(result.code ?? 'account_refused');
    }
  }

  private note(recipient: string, failed: boolean): void {
    this.forgetBeforeLift();
    this.window = observe(this.window, { at: this.clock.now().getTime(), recipient, failed });
  }

  private failsForEveryone(): boolean {
    return failsForEveryone(added(this.tally(), this.others));
  }

  private tally(): CallTally {
    return tallyOf(this.window, this.clock.now().getTime());
  }

  /** Calls before the last halt was lifted say nothing any more. */
  private forgetBeforeLift(): void {
    const { since } = this;
    if (this.windowSince?.getTime() === since.getTime()) return;
    this.windowSince = since;
    this.window = [];
    this.others = NO_CALLS;
  }

  /** When the last halt was lifted. */
  private get since(): Date {
    return this.gate.state?.liftedAt ?? new Date(0);
  }

  /** Once a second while there are calls: with many replicas, each may see too few of them to tell. */
  private async share(): Promise<void> {
    const at = this.clock.monotonic();
    if (this.sharedAt !== undefined && at - this.sharedAt < SHARE_EVERY_MS) return;
    const isFirst = this.sharedAt === undefined;
    this.sharedAt = at;
    const now = this.clock.now();
    const windowStart = new Date(Math.max(now.getTime() - BREAKER.windowMs, this.since.getTime()));
    if (isFirst) await forgetReplicas(this.database, windowStart);
    await shareCalls(this.database, this.gate.channel, this.replica, this.tally(), now);
    this.others = await loadOthersCalls(this.database, this.gate.channel, this.replica, windowStart);
  }

  /** Calls that were under way when a halt began come home after it, and add nothing. */
  private async halt(reason: string): Promise<void> {
    const current = this.gate.state?.halt;
    if (current?.reason === reason && current.until > this.clock.now()) return;
    const { channel } = this.gate;
    const since = this.clock.now();
    const isFirst = await haltChannel(this.database, channel, { reason, since, until: nextProbe(reason, since) });
    await this.gate.look();
    if (isFirst) this.logger.error({ channel, reason }, 'channel halted: its provider fails, or refuses our account');
  }

  /** Only a call that began during the halt says that it is over: it was the probe. */
  private async liftHaltBefore(callAt: Date): Promise<void> {
    const halt = this.gate.state?.halt;
    if (halt == null || callAt < halt.since) return;
    const { channel } = this.gate;
    const wasHalted = await liftHalt(this.database, channel, this.clock.now());
    await this.gate.look();
    if (wasHalted) this.logger.info({ channel, reason: halt.reason }, 'channel resumed: its provider works again');
  }

  /** Other rows wait for the reset; the message that met the limit has its own delay. */
  private async limit(reset: Date | undefined): Promise<void> {
    const now = this.clock.now();
    const longest = new Date(now.getTime() + LONGEST_LIMIT_MS);
    const shortest = new Date(now.getTime() + SHORTEST_LIMIT_MS);
    const until = reset === undefined || reset < shortest ? shortest : reset > longest ? longest : reset;
    await limitChannel(this.database, this.gate.channel, until, now);
    await this.gate.look();
  }
}
