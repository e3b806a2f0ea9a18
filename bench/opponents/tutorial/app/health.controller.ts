import { Controller, Get } from '@nestjs/common';

/** It answers only once the process listens, and by then it consumes. */
@Controller('health')
export class HealthController {
  @Get('ready')
  ready() {
    return { status: 'ok' };
  }
}
