/** Implements F6. */
import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { ProblemError } from '../problems/problem.error.js';
import { assetNamed } from './assets.js';

const CACHE_SECONDS = 3_600;

@Controller('preferences/assets/:asset')
export class AssetsController {
  @Get()
  read(@Param('asset') name: string, @Res({ passthrough: true }) response: Response): string {
    const asset = assetNamed(name);
    if (asset === undefined) throw new ProblemError('not_found');
    response.set({ 'Content-Type': asset.type, 'Cache-Control': `public, max-age=${CACHE_SECONDS}` });
    return asset.content;
  }
}
