/** Health endpoints of every app, outside the API's prefix. */
import { Controller, Get, Injectable } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult, type HealthIndicatorResult } from '@nestjs/terminus';
import { setTimeout as delay } from 'node:timers/promises';
import { isRetryable } from './backoff.js';

type Indicator = () => Promise<HealthIndicatorResult>;

/** Something this app cannot work without. */
export interface Dependency {
  readonly name: string;
  /** @returns undefined when it answers, else what is wrong, in our words */
  readonly check: () => Promise<string | undefined>;
  /** What to look at when it cannot be reached, or does not answer. */
  readonly ifAway?: string | undefined;
  /** Only what is found there keeps the app from starting, not that it cannot be reached. */
  readonly mayBeAway?: boolean | undefined;
}

/** One line each: what is wrong, and what to do. */
export interface StartFaults {
  readonly faults: readonly string[];
  /** Cannot be reached, and may be. */
  readonly away: readonly string[];
}

/** A probe wants an answer: a server that accepts connections and then says nothing must not hang it. */
const ANSWER_WITHIN_MS = 3_000;

/** Parts of an app announce here what readiness (and liveness) depends on. */
@Injectable()
export class HealthRegistry {
  private readonly dependencies: Dependency[] = [];
  private readonly heartbeats: Dependency[] = [];
  private readonly preconditions: Dependency[] = [];

  requireForReadiness(dependency: Dependency): void {
    this.dependencies.push(dependency);
  }

  /** A loop that stopped turning makes the process not live: only a restart helps. */
  requireForLiveness(dependency: Dependency): void {
    this.heartbeats.push(dependency);
  }

  /** What a process has to find once, at its start, or end; what it loses later on it waits for. */
  requireForStart(dependency: Dependency): void {
    this.preconditions.push(dependency);
  }

  /** Of what is required for the start; what has the same cause is said once. */
  async startFaults(): Promise<StartFaults> {
    const looked = await Promise.all(
      this.preconditions.map(async (dependency) => ({ dependency, found: await faultOf(dependency) })),
    );
    const lines = { faults: new Map<string, string>(), away: new Map<string, string>() };
    for (const { dependency, found } of looked) {
      if (found === undefined) continue;
      const { faults, away } = lines;
      const kind = found.isAway && dependency.mayBeAway === true ? away : faults;
      if (!kind.has(found.fault)) kind.set(found.fault, `${dependency.name}: ${found.fault}`);
    }
    return { faults: [...lines.faults.values()].sort(), away: [...lines.away.values()].sort() };
  }

  readiness(): Indicator[] {
    return this.dependencies.map(toIndicator);
  }

  liveness(): Indicator[] {
    return this.heartbeats.map(toIndicator);
  }
}

function toIndicator(dependency: Dependency): Indicator {
  return async () => {
    const found = await faultOf(dependency);
    return { [dependency.name]: found === undefined ? { status: 'up' } : { status: 'down', message: found.fault } };
  };
}

interface Found {
  readonly fault: string;
  readonly isAway: boolean;
}

/** A check that meets an unreachable dependency has its answer. @throws what a broken check throws */
async function faultOf({ check, ifAway }: Dependency): Promise<Found | undefined> {
  const away = (fault: string): Found => ({
    fault: ifAway === undefined ? fault : `${fault}: ${ifAway}`,
    isAway: true,
  });
  const answer = async (): Promise<Found | undefined> => {
    try {
      const fault = await check();
      return fault === undefined ? undefined : { fault, isAway: false };
    } catch (error) {
      if (isRetryable(error)) return away((error as Error).message);
      throw error;
    }
  };
  const silence = async () => {
    await delay(ANSWER_WITHIN_MS, undefined, { ref: false });
    return away(`no answer within ${ANSWER_WITHIN_MS / 1_000} s`);
  };
  return Promise.race([answer(), silence()]);
}

@Controller('health')
export class HealthController {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly health: HealthCheckService,
  ) {}

  @Get('live')
  live(): Promise<HealthCheckResult> {
    return this.health.check(this.registry.liveness());
  }

  @Get('ready')
  ready(): Promise<HealthCheckResult> {
    return this.health.check(this.registry.readiness());
  }
}
