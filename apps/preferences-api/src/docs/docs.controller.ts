/** Implements F7. The API's own description. */
import { Controller, Get, Header, Param, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { ProblemError } from '../problems/problem.error.js';
import { DOCS_ASSETS, DOCS_PAGE, DOCS_PAGE_HEADERS } from './docs-page.js';
import { PublishedDocument } from './published-document.js';

const CACHE_SECONDS = 3_600;

@Controller()
export class DocsController {
  constructor(private readonly document: PublishedDocument) {}

  @Get('openapi.json')
  @Header('Content-Type', 'application/json; charset=utf-8')
  read(): string {
    return this.document.read();
  }

  @Get('docs')
  page(@Res({ passthrough: true }) response: Response): string {
    response.set(DOCS_PAGE_HEADERS);
    return DOCS_PAGE;
  }

  @Get('docs/:asset')
  asset(@Param('asset') name: string, @Res({ passthrough: true }) response: Response): StreamableFile {
    const asset = DOCS_ASSETS.get(name);
    if (asset === undefined) throw new ProblemError('not_found');
    response.setHeader('Cache-Control', `public, max-age=${CACHE_SECONDS}`);
    return new StreamableFile(asset.open(), { type: asset.type });
  }
}
