/** Implements F7. One name for a request, in the answer, in the logs and in problem documents. */
import type { IdGenerator } from '#runtime';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

const HEADER = 'X-Request-Id';

/** What may go into a log line and back to the caller unchanged. No `@`: an address is no id. */
const SANE = /^[\w.:-]{1,128}$/;

/** W3C Trace Context. */
const TRACEPARENT = /^[\da-f]{2}-(?!0{32})([\da-f]{32})-[\da-f]{16}-/;

/** Names each request: as its caller did, else after its trace, else anew. */
export function nameRequests(ids: IdGenerator): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    response.setHeader(HEADER, givenId(request) ?? ids.next().replaceAll('-', ''));
    next();
  };
}

/** @param response of a request that was named */
export function requestIdOf(response: Response): string {
  return String(response.getHeader(HEADER));
}

function givenId(request: Request): string | undefined {
  const id = request.get(HEADER);
  if (id !== undefined && SANE.test(id)) return id;
  return TRACEPARENT.exec(request.get('traceparent') ?? '')?.[1];
}
