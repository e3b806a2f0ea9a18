/** Implements N7. */
import type { Request } from 'express';
import { ProblemError } from '../problems/problem.error.js';

/**
 * A page has no cookies that another site could make use of, and its address is secret; should it leak, a link on another site still changes
 * nothing. Browsers name the sender in `Sec-Fetch-Site` whatever the referrer policy; programs that are none may leave it out.
 * @throws ProblemError forbidden
 */
export function refuseOtherSites(request: Request): void {
  if (isFromOtherSite(request)) throw new ProblemError('forbidden', 'Sent from another web site');
}

export function isFromOtherSite(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  return site !== undefined && site !== 'same-origin';
}
