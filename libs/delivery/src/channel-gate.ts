/** Implements F4, F9, N4. Whether rows may be claimed at all: pauses, a provider that fails or refuses, its limits, our own rate. */
import { Inject, Injectable } from '@nestjs/common';
import { type Channel, NOTIFICATION_TYPES, type NotificationType } from '#contracts';
import {
  type ChannelState,
  Database,
  type Halt,
  type Pace,
  loadChannelState,
  markPaused,
  park,
  returnProbe,
  returnCalls,
  takeCalls,
  takeProbe,
  unpark,
} from '#database';
import { Clock } from '#runtime';
import { ChannelGateMetrics } from './channel-gate.metrics.js';
import { ChannelSender } from './channel-sender.js';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery.settings.js';

/** What a provider that failed for everyone is halted for; any other reason is the code of a refusal. */
export const PROVIDER_FAILING = 'provider_failing';

/** How long a halted channel rests before its next message tries: a failing provider recovers by itself, a refused account by a person. */
const PROBE_EVERY_MS = 5_000;
const PROBE_REFUSED_EVERY_MS = 60_000;
/** A pause that ends within this time is worth waiting for; fresh rows fall due after it anyway. */
const SOON_MS = 5_000;
/** How old what we know may be when fresh rows are claimed. Due rows are claimed with a new look. */
const KNOWN_FOR_MS = 1_000;
/** What may go at once after a rest, in seconds of the rate. */
const BURST_SECONDS = 0.2;
/** Rows that wait are told why, and those that need not wait any more are let go; new ones among them this often. */
const TELL_EVERY_MS = 5_000;
const MOST_TOLD = 1_000;

/** For whom something was done last, and when on the monotonic clock. */
type Done = { readonly scope: string; readonly at: number } | undefined;

/** `soon`: ask again in a moment. `shut`: until somebody resumes, or the provider recovers. */
export type Held = 'soon' | 'shut';

export interface Admission {
  /** How many rows may be claimed. */
  readonly most: number;
  /** The provider is on trial: this one message decides. */
  readonly probe: boolean;
  readonly pausedTypes: readonly NotificationType[];
}

/** What the admitted rows came to. A look-up counts as one call, however many pages its answer has. */
export interface DoneUnderAdmission {
  calls: number;
  lookUps: number;
}

@Injectable()
export class ChannelGate {
  private known: { readonly state: ChannelState; readonly at: number } | undefined;
  private told: Done;
  private unparked: Done;
  private readonly pace: Pace | null;
  readonly channel: Channel;

  constructor(
    private readonly database: Database,
    sender: ChannelSender,
    private readonly clock: Clock,
    private readonly metrics: ChannelGateMetrics,
    @Inject(DELIVERY_SETTINGS) settings: DeliverySettings,
  ) {
    this.channel = sender.channel;
    const perSecond = settings.callsPerSecond[this.channel];
    this.pace = perSecond === null ? null : { perSecond, burst: Math.max(1, Math.ceil(perSecond * BURST_SECONDS)) };
  }

  /** The channel's state when this replica last looked; undefined: it never has. */
  get state(): ChannelState | undefined {
    return this.known?.state;
  }

  /** For rows that nudges named. @throws DatabaseUnavailableError */
  async admitFresh(wanted: number): Promise<Admission | Held> {
    const { known } = this;
    const isRecent = known !== undefined && this.clock.monotonic() - known.at < KNOWN_FOR_MS;
    const state = isRecent ? known.state : await this.look();
    if (state.halt !== null || this.isPaused(state)) return 'shut';
    return this.admit(wanted, state);
  }

  /** For rows whose time has come; one of them tries a halted channel now and then. @throws DatabaseUnavailableError */
  async admitDue(wanted: number): Promise<Admission | Held> {
    const state = await this.look();
    const paused = this.isPaused(state);
    const pausedTypes = typesPausedIn(state);
    if (!paused && state.halt === null) {
      await this.unparkResumed(pausedTypes);
      await this.tellPaused(pausedTypes, true);
      return this.admit(wanted, state);
    }
    const isProbe = !paused && state.halt !== null && (await this.takeProbe(state.halt));
    if (isProbe) return { most: 1, probe: true, pausedTypes };
    await this.tellPaused(null, paused);
    return 'shut';
  }

  /** Of the admitted rows, some were not there or not sent after all. That a provider can be asked does not mean that it sends. */
  async giveBack({ most, probe }: Admission, { calls, lookUps }: DoneUnderAdmission): Promise<void> {
    const now = this.clock.now();
    const unused = most - calls - lookUps;
    if (probe && calls === 0) await returnProbe(this.database, this.channel, now);
    if (!probe && this.pace !== null && unused > 0)
      await returnCalls(this.database, this.channel, unused, this.pace, now);
  }

  /** Looks anew: something has changed. */
  async look(): Promise<ChannelState> {
    const at = this.clock.monotonic();
    const state = await loadChannelState(this.database, this.channel);
    this.known = { state, at };
    this.metrics.show(this.channel, {
      operator: this.isPaused(state),
      provider_failing: state.halt?.reason === PROVIDER_FAILING,
      provider_refuses: state.halt !== null && state.halt.reason !== PROVIDER_FAILING,
      rate_limited: this.limitLeft(state) > 0,
    });
    return state;
  }

  private async admit(wanted: number, state: ChannelState): Promise<Admission | Held> {
    const limited = this.limitLeft(state);
    if (limited > 0) return limited > SOON_MS ? 'shut' : 'soon';
    const most = this.pace === null ? wanted : await this.takeCalls(wanted, this.pace);
    return most === 0 ? 'soon' : { most, probe: false, pausedTypes: typesPausedIn(state) };
  }

  private takeCalls(wanted: number, pace: Pace): Promise<number> {
    return takeCalls(this.database, this.channel, wanted, pace, this.clock.now());
  }

  private async takeProbe({ until, reason }: Halt): Promise<boolean> {
    const now = this.clock.now();
    return until <= now && (await takeProbe(this.database, this.channel, now, nextProbe(reason, now)));
  }

  /** @param types null: all. @param byOperator otherwise the provider is why */
  private async tellPaused(types: readonly NotificationType[] | null, byOperator: boolean): Promise<void> {
    if (types?.length === 0) {
      this.told = undefined;
      return;
    }
    const scope = `${String(types)} ${byOperator}`;
    if (this.isRecent(this.told, scope)) return;
    const at = this.clock.monotonic();
    const now = this.clock.now();
    const count =
      types === null
        ? await markPaused(this.database, this.channel, byOperator, MOST_TOLD, now)
        : await park(this.database, this.channel, types, MOST_TOLD, now);
    // There may be more: they are told at the next look.
    this.told = count === MOST_TOLD ? undefined : { scope, at };
  }

  /** What was parked while its type was paused; whoever parked it may be gone. */
  private async unparkResumed(paused: readonly NotificationType[]): Promise<void> {
    const scope = String(paused);
    if (this.isRecent(this.unparked, scope)) return;
    const at = this.clock.monotonic();
    const resumed = NOTIFICATION_TYPES.filter((type) => !paused.includes(type));
    const count = await unpark(this.database, this.channel, resumed, MOST_TOLD);
    // There may be more: they are let go at the next look.
    this.unparked = count >= MOST_TOLD ? undefined : { scope, at };
  }

  private isRecent(done: Done, scope: string): boolean {
    return done?.scope === scope && this.clock.monotonic() - done.at < TELL_EVERY_MS;
  }

  private isPaused({ pausedScopes }: ChannelState): boolean {
    return pausedScopes.some((scope) => scope === 'all' || scope === this.channel);
  }

  private limitLeft({ limitedUntil }: ChannelState): number {
    return limitedUntil === null ? 0 : limitedUntil.getTime() - this.clock.now().getTime();
  }
}

/** When the next message may try a channel halted for this reason. */
export function nextProbe(reason: string, now: Date): Date {
  return new Date(now.getTime() + (reason === PROVIDER_FAILING ? PROBE_EVERY_MS : PROBE_REFUSED_EVERY_MS));
}

function typesPausedIn({ pausedScopes }: ChannelState): NotificationType[] {
  return NOTIFICATION_TYPES.filter((type) => pausedScopes.includes(type));
}
