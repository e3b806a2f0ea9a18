import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { AccessToken } from '#runtime';
import type { Request } from 'express';
import { type CallerKind, KINDS_BY_SCOPE } from './route-access.js';

/** Who sent a request, as its access token says. */
export interface Caller {
  /** For a customer, the userId. */
  readonly subject: string;
  readonly kinds: ReadonlySet<CallerKind>;
  /** When the token opens nothing any more. */
  readonly expiresAt: Date;
}

/** A request that the guard let through. */
export interface RequestWithCaller extends Request {
  caller?: Caller;
}

export function callerOf({ subject, scopes, expiresAt }: AccessToken): Caller {
  const kinds = Object.entries(KINDS_BY_SCOPE).flatMap(([scope, granted]) => (scopes.has(scope) ? granted : []));
  return { subject, kinds: new Set(kinds.length === 0 ? ['customer'] : kinds), expiresAt };
}

/** Injects the {@link Caller} of a route that is not open to anyone. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<RequestWithCaller>();
  if (caller === undefined) throw new TypeError('This route is open to anyone: it has no caller');
  return caller;
});
