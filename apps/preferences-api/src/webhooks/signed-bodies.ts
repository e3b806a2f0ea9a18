/** Implements N6. SendGrid signs bytes: its bodies are kept as they came, and may be larger than anybody else's. */
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';

/** SendGrid's batches have up to 768 KiB. */
const MAX_BATCH_BYTES = 1024 * 1024;

const PATH = /^\/api\/v2\/webhooks\/sendgrid\/?(?:\?|$)/i;

/** A request as the framework hands it over: the bytes of its body aside from what became of them. */
export type SignedRequest = Request & { readonly rawBody?: Buffer };

/** To be called before other bodies are read: whoever reads first decides the limit. */
export function readSignedBodies(app: NestExpressApplication): void {
  app.useBodyParser('raw', { limit: MAX_BATCH_BYTES, type: ({ url = '' }) => PATH.test(url) });
  app.use(leaveUnparsed);
}

/** Nothing is made of a body before its signature is checked. */
function leaveUnparsed(request: Request, _: Response, next: NextFunction): void {
  if (PATH.test(request.url)) request.body = undefined;
  next();
}
