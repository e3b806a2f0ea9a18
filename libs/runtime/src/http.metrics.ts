/** Implements F5, N5, N6. How long requests take, by route: the pattern, never the address, in which ids and tokens stand. */
import { METHODS } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { Histogram, type Registry } from 'prom-client';

/** Of OpenTelemetry's semantic conventions for HTTP, as are the names. Seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const KNOWN_METHODS = new Set(METHODS);

/** Middleware that comes before all others. What matches no route, or is refused before it is looked for, has no `http_route`. */
export function measureRequests(
  registry: Registry,
): (request: Request, response: Response, next: NextFunction) => void {
  const durations = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'HTTP requests, by route',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return (request, response, next) => {
    const from = performance.now();
    response.once('close', () => {
      durations.observe(labelsOf(request, response), (performance.now() - from) / 1_000);
    });
    next();
  };
}

function labelsOf(request: Request, response: Response): Record<string, string> {
  const route = (request.route as { readonly path?: unknown } | undefined)?.path;
  return {
    http_request_method: KNOWN_METHODS.has(request.method) ? request.method : '_OTHER',
    http_response_status_code: String(response.statusCode),
    ...(typeof route === 'string' && { http_route: route }),
  };
}
