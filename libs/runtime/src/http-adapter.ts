/** Implements N4. Express under Nest, on a server whose requests are Express's from their beginning. */
import { IncomingMessage, ServerResponse, createServer } from 'node:http';
import type { NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express } from 'express';

/**
 * Express gives each request and each response its own prototype when it sees them. V8 is slow with an object whose prototype has changed, and
 * keeps all that hangs on it through two collections of young objects: 18 KB a request, moved twice. Here Node makes them with that
 * prototype, and what Express does then changes nothing. https://github.com/expressjs/express/issues/5998
 */
export class HttpAdapter extends ExpressAdapter {
  override initHttpServer(options: NestApplicationOptions): void {
    super.initHttpServer(options);
    const app = this.getInstance<Express>();
    // Of this app alone: each app's prototypes differ.
    const Request = class extends IncomingMessage {};
    const Response = class extends ServerResponse {};
    app.request = between(Request.prototype, app.request);
    app.response = between(Response.prototype, app.response);
    this.setHttpServer(createServer({ IncomingMessage: Request, ServerResponse: Response }, app));
  }
}

/** @returns `prototype`, which now has what `own` has */
function between<T extends object>(prototype: object, own: T): T {
  return Object.setPrototypeOf(prototype, own) as T;
}
