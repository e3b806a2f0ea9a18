/** Implements F8, N6. Which web sites' pages may open a stream. Browsers ask nobody before they open a websocket to another site: the server must look. */
import type { IncomingHttpHeaders } from 'node:http';

/** Clients that are no browsers send no origin. A page of the host that it connects to needs no leave. */
export function isAllowedOrigin({ origin, host }: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
