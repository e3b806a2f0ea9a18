/** Implements F5. The picture that emails end with. */
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { OpenRecorder } from './open-recorder.js';
import { showPixel } from './pixel.js';

@Controller('track/email/:token')
export class TrackingController {
  constructor(private readonly opens: OpenRecorder) {}

  /** The picture comes first: its answer takes as long, whatever the token. */
  @Get()
  show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): void {
    showPixel(response);
    // HEAD fetches no picture.
    if (request.method === 'GET') this.opens.record(token, request.get('user-agent') ?? '');
  }
}
