/** Implements F7. How bodies become values, before any handler runs. */
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { ProblemError } from '../problems/problem.error.js';
import { readSignedBodies } from '../webhooks/signed-bodies.js';
import { parseStrictJson } from './strict-json.js';

/** More than any valid request needs. Holds for what a compressed body unpacks to, too. */
export const MAX_BODY_BYTES = 64 * 1024;

const JSON_TYPES = ['application/json', 'application/*+json'];

const WITHOUT_CONTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS']);

/** Reads JSON and forms; other bodies are left alone, for the route to refuse. */
export function readBodies(app: NestExpressApplication): void {
  readSignedBodies(app);
  app.useBodyParser('raw', { limit: MAX_BODY_BYTES, type: JSON_TYPES });
  app.useBodyParser('urlencoded', { limit: MAX_BODY_BYTES, extended: false });
  app.use(readJson);
}

function readJson(request: Request, _: Response, next: NextFunction): void {
  const body: unknown = request.body;
  if (Buffer.isBuffer(body)) request.body = hasContent(request, body) ? jsonOf(request, body) : {};
  next();
}

function hasContent({ method }: Request, body: Buffer): boolean {
  return body.length > 0 && !WITHOUT_CONTENT.has(method);
}

function jsonOf(request: Request, body: Buffer): unknown {
  const charset = /;\s*charset="?([\w-]+)/i.exec(request.get('content-type') ?? '')?.[1] ?? 'utf-8';
  if (charset.toLowerCase() !== 'utf-8') throw new ProblemError('unsupported_media_type', 'JSON is read as UTF-8 only');
  return parseStrictJson(body);
}
