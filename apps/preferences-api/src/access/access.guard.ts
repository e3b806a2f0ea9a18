/** Implements F7, N6. Signs callers in, counts what they ask for, and keeps them to the routes that are theirs. */
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { AccessTokenError, AccessTokenVerifier } from '#runtime';
import type { Response } from 'express';
import { ProblemError } from '../problems/problem.error.js';
import { type Caller, type RequestWithCaller, callerOf } from './caller.js';
import { RateLimits } from './rate-limits.js';
import { type CallerKind, accessTo, isRateLimited } from './route-access.js';

/** RFC 6750, section 3. */
const CHALLENGE = 'Bearer realm="notifications"';

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly verifier: AccessTokenVerifier,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const http = context.switchToHttp();
    const request = http.getRequest<RequestWithCaller>();
    const response = http.getResponse<Response>();
    const { path } = request.route as { path: string };
    const access = accessTo(request.method, path);
    if (access === undefined) throw new TypeError(`Nobody decided who may call ${request.method} ${path}`);
    if (!isRateLimited(access)) return true;
    if (typeof access === 'string') await this.limits.count(request, response);
    else await this.admit(request, response, access);
    return true;
  }

  private async admit(request: RequestWithCaller, response: Response, kinds: readonly CallerKind[]): Promise<void> {
    const caller = await this.identify(request, response);
    if (kinds.some((kind) => caller.kinds.has(kind))) return;
    const headers = { 'WWW-Authenticate': `${CHALLENGE}, error="insufficient_scope"` };
    throw new ProblemError('forbidden', undefined, { headers });
  }

  private async identify(request: RequestWithCaller, response: Response): Promise<Caller> {
    try {
      const caller = await this.signIn(request.get('authorization'));
      request.caller = caller;
      return caller;
    } finally {
      // Also when the token was refused: whoever tries tokens is counted by address.
      await this.limits.count(request, response);
    }
  }

  private async signIn(authorization: string | undefined): Promise<Caller> {
    const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      throw new ProblemError('missing_token', undefined, { headers: { 'WWW-Authenticate': CHALLENGE } });
    }
    try {
      return callerOf(await this.verifier.verify(token));
    } catch (error) {
      if (!(error instanceof AccessTokenError)) throw error;
      const headers = { 'WWW-Authenticate': `${CHALLENGE}, error="invalid_token"` };
      throw new ProblemError(error.code, undefined, { headers, cause: error });
    }
  }
}
