import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ProblemError } from '../problems/problem.error.js';

/** Lets a route read bodies of these media types only. A request without a body passes; its schema says what is missing. */
export function readsOnly(...types: string[]): CanActivate {
  return {
    canActivate(context: ExecutionContext): true {
      const request = context.switchToHttp().getRequest<Request>();
      // false: another type; null: no body
      if (request.is(types) !== false) return true;
      const accepted = types.join(', ');
      const headers = { [request.method === 'PATCH' ? 'Accept-Patch' : 'Accept']: accepted };
      throw new ProblemError('unsupported_media_type', `Read here: ${accepted}`, { headers });
    },
  };
}
