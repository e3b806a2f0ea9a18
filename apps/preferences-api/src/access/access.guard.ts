/** Implements F7, N6. Signs callers in and keeps them to the routes that are theirs. */
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { AccessTokenError, AccessTokenVerifier } from '#runtime';
import { ProblemError } from '../problems/problem.error.js';
import { type Caller, type RequestWithCaller, callerOf } from './caller.js';
import { accessTo } from './route-access.js';

/** RFC 6750, section 3. */
const CHALLENGE = 'Bearer realm="notifications"';

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly verifier: AccessTokenVerifier) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<RequestWithCaller>();
    const { path } = request.route as { path: string };
    const access = accessTo(request.method, path);
    if (access === undefined) throw new TypeError(`Nobody decided who may call ${request.method} ${path}`);
    if (access === 'anyone') return true;

    const caller = await this.signIn(request.get('authorization'));
    if (!access.some((kind) => caller.kinds.has(kind))) {
      const headers = { 'WWW-Authenticate': `${CHALLENGE}, error="insufficient_scope"` };
      throw new ProblemError('forbidden', undefined, { headers });
    }
    request.caller = caller;
    return true;
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
