import type { CanActivate, ExecutionContext, RawBodyRequest } from '@nestjs/common';
import type { Request } from 'express';
import { ProblemError, invalidRequest } from '../problems/problem.error.js';

/** Lets a route read bodies of these media types only. */
export function readsOnly(...types: string[]): CanActivate {
  return {
    canActivate(context: ExecutionContext): true {
      const request = context.switchToHttp().getRequest<RawBodyRequest<Request>>();
      refuseOthers(request, types);
      // The parser makes an empty object of an empty body: a PUT that lost its body would reset everything.
      if ((request.rawBody?.length ?? 0) === 0) throw invalidRequest([{ field: '', message: 'is missing' }]);
      return true;
    },
  };
}

/** As `readsOnly`, for routes that do without a body as well. */
export function readsIfAny(...types: string[]): CanActivate {
  return {
    canActivate(context: ExecutionContext): true {
      const request = context.switchToHttp().getRequest<Request>();
      if (request.get('content-length') !== '0') refuseOthers(request, types);
      return true;
    },
  };
}

function refuseOthers(request: Request, types: string[]): void {
  if (request.is(types) === false) throw unsupported(request.method, types.join(', '));
}

function unsupported(method: string, accepted: string): ProblemError {
  const headers = { [method === 'PATCH' ? 'Accept-Patch' : 'Accept']: accepted };
  return new ProblemError('unsupported_media_type', `Read here: ${accepted}`, { headers });
}
