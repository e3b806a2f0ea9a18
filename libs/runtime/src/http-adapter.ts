/** Implements N5. Express under Nest, on a server whose requests are Express's from their beginning. */
import { IncomingMessage, ServerResponse, createServer } from 'node:http';
import type { NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express } from 'express';

/**
 * Express gives each request and each response its own prototype when it sees them. An object whose prototype has changed is slow in V8, and what
 * hangs on it outlives the collection of young objects (docs/performance.md). Here Node makes them with that prototype, and what
 * Express does then changes nothing. https://github.com/expressjs/express/issues/5998
 */
export class HttpAdapter extends ExpressAdapter {
  /** @throws RangeError for options of a server that this one does not have */
  override initHttpServer(options: NestApplicationOptions): void {
    if (options.httpsOptions || options.forceCloseConnections) {
      throw new RangeError('This server speaks HTTP, and lets connections end by themselves.');
    }
    super.initHttpServer(options);
    const app = this.getInstance<Express>();
    // Of this app alone: each app's prototypes differ.
    const OurRequest = class extends IncomingMessage {};
    const OurResponse = class extends ServerResponse {};
    app.request = inheriting(OurRequest.prototype, app.request);
    app.response = inheriting(OurResponse.prototype, app.response);
    this.setHttpServer(createServer({ IncomingMessage: OurRequest, ServerResponse: OurResponse }, app));
  }
}

/** @returns `prototype`, which has all that `parent` has from now on */
function inheriting<T extends object>(prototype: object, parent: T): T {
  return Object.setPrototypeOf(prototype, parent) as T;
}
