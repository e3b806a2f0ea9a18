import { Controller, Get } from '@nestjs/common';
import { type ErasureRequest, Erasures } from './erasures.service.js';

@Controller('sandbox')
export class ErasuresController {
  constructor(private readonly erasures: Erasures) {}

  /** In their order. */
  @Get('erasures')
  list(): readonly ErasureRequest[] {
    return this.erasures.list();
  }
}
