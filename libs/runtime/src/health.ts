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
}

/** A probe wants an answer: a server that accepts connections and then says nothing must not hang it. */
const ANSWER_WITHIN_MS = 3_000;

/** Parts of an app announce here what readiness (and liveness) depends on. */
@Injectable()
export class HealthRegistry {
  private readonly dependencies: Dependency[] = [];
  private readonly heartbeats: Dependency[] = [];

  requireForReadiness(dependency: Dependency): void {
    this.dependencies.push(dependency);
  }

  /** A loop that stopped turning makes the process not live: only a restart helps. */
  requireForLiveness(dependency: Dependency): void {
    this.heartbeats.push(dependency);
  }

  readiness(): Indicator[] {
    return this.dependencies.map(toIndicator);
  }

  liveness(): Indicator[] {
    return this.heartbeats.map(toIndicator);
  }
}

function toIndicator({ name, check }: Dependency): Indicator {
  return async () => {
    const fault = await Promise.race([check().catch(unavailable), silence()]);
    return { [name]: fault === undefined ? { status: 'up' } : { status: 'down', message: fault } };
  };
}

async function silence(): Promise<string> {
  await delay(ANSWER_WITHIN_MS, undefined, { ref: false });
  return `no answer within ${ANSWER_WITHIN_MS / 1_000} s`;
}

/** A check that meets an unreachable dependency has its answer. */
function unavailable(error: unknown): string {
  if (isRetryable(error)) return (error as Error).message;
  throw error;
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
