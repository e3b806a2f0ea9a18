/** Implements N4, N7. How much one caller may ask for. */
import type { OnModuleDestroy } from '@nestjs/common';
import type { Request, Response } from 'express';
import { MemoryStore, ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { ProblemError } from '../problems/problem.error.js';
import type { Caller } from './caller.js';
import type { CallerKind } from './route-access.js';

/** Callers with a limit of the same height; each caller has an allowance of its own. */
export type CallerClass = 'anyone' | 'customer' | 'staff' | 'service';

const WINDOW_MS = 60_000;

/** First match counts: whoever has several scopes has the highest limit of them. */
const CLASS_BY_KIND = [
  ['service', 'service'],
  ['support', 'staff'],
  ['customer', 'customer'],
] as const satisfies readonly (readonly [CallerKind, CallerClass])[];

export function classOf(caller: Caller | undefined): CallerClass {
  if (caller === undefined) return 'anyone';
  return CLASS_BY_KIND.find(([kind]) => caller.kinds.has(kind))?.[1] ?? 'customer';
}

/**
 * Counts the requests of each caller in fixed windows of a minute: of a token's subject, or, without a valid token, of the address.
 * Each replica counts for itself, so N replicas permit up to N times as much: enough against a client gone wild, and no request
 * waits for a counter elsewhere. Answers carry `RateLimit` and `RateLimit-Policy` (IETF draft 8, structured fields).
 */
export class RateLimits implements OnModuleDestroy {
  private readonly stores: MemoryStore[] = [];
  private readonly limiters: Readonly<Record<CallerClass, ReturnType<typeof rateLimit>>>;

  /** @param limits requests a minute */
  constructor(limits: Readonly<Record<CallerClass, number>>) {
    this.limiters = {
      anyone: this.limiter('anyone', limits.anyone),
      customer: this.limiter('customer', limits.customer),
      staff: this.limiter('staff', limits.staff),
      service: this.limiter('service', limits.service),
    };
  }

  onModuleDestroy(): void {
    for (const store of this.stores) store.shutdown();
  }

  /** @throws ProblemError too_many_requests */
  async count(request: Request & { caller?: Caller }, response: Response): Promise<void> {
    const limiter = this.limiters[classOf(request.caller)];
    await new Promise<void>((resolve, reject) => {
      const next = (error?: unknown) => (error instanceof Error ? reject(error) : resolve());
      void limiter(request, response, next);
    });
  }

  private limiter(identifier: CallerClass, limit: number): ReturnType<typeof rateLimit> {
    const store = new MemoryStore();
    this.stores.push(store);
    return rateLimit({
      windowMs: WINDOW_MS,
      limit,
      identifier,
      store,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      // Its checks are for applications that configure it on the fly.
      validate: false,
      keyGenerator: ({ caller, ip }: Request & { caller?: Caller }) => caller?.subject ?? ipKeyGenerator(ip ?? ''),
      handler: (_request, _response, next) => next(new ProblemError('too_many_requests')),
    });
  }
}
