/** Implements F7, N6. What happens to every request and answer, whatever the route. */
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IdGenerator } from '#runtime';
import helmet from 'helmet';
import { readBodies } from './body-reader.js';
import type { EdgeSettings } from './edge.settings.js';
import { nameRequests } from './request-id.js';

/** What scripts of other web sites may read of an answer. */
const EXPOSED_HEADERS = ['ETag', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'X-Request-Id'];
const PREFLIGHT_SECONDS = 600;

/** In this order: a refused body has a name, and its refusal can be read by the site that sent it. */
export function guardEdge(app: NestExpressApplication, settings: EdgeSettings): void {
  // ETags are versions of documents here, not hashes of answers.
  app.disable('x-powered-by').disable('etag').set('trust proxy', settings.trustedProxies);
  app.use(nameRequests(app.get(IdGenerator)));
  // JSON is no page: nothing in it may be loaded or framed. Pages bring a policy of their own.
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    }),
  );
  if (settings.corsOrigins.length > 0) {
    app.enableCors({ origin: settings.corsOrigins, exposedHeaders: EXPOSED_HEADERS, maxAge: PREFLIGHT_SECONDS });
  }
  readBodies(app);
}
