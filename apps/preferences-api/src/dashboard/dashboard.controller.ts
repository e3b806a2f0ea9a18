/** Implements F5, AC-06. The operators' page. It holds no figures: those it asks for with the operator's token. */
import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { ProblemError } from '../problems/problem.error.js';
import { DASHBOARD_PAGE_HEADERS, type DashboardFiles, DashboardReader } from './dashboard-files.js';

/** A name stands for one content for ever. */
const ASSET_CACHE = 'public, max-age=31536000, immutable';

@Controller('dashboard')
export class DashboardController {
  private files: DashboardFiles | undefined;

  constructor(private readonly reader: DashboardReader) {}

  @Get()
  page(@Res({ passthrough: true }) response: Response): string {
    const { page } = this.built();
    response.set(DASHBOARD_PAGE_HEADERS);
    return page;
  }

  @Get('assets/:asset')
  asset(@Param('asset') name: string, @Res({ passthrough: true }) response: Response): StreamableFile {
    const asset = this.built().assets.get(name);
    if (asset === undefined) throw new ProblemError('not_found');
    response.set('Cache-Control', ASSET_CACHE);
    return new StreamableFile(asset.content, { type: asset.type });
  }

  /** Sought until it is there: while developing, the API may start before the page is built. */
  private built(): DashboardFiles {
    this.files ??= this.reader.read();
    if (this.files === undefined) {
      throw new ProblemError('temporarily_unavailable', 'The dashboard has not been built: run npm run build');
    }
    return this.files;
  }
}
