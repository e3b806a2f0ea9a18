import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Put,
  StandardSchemaValidationPipe,
  UsePipes,
} from '@nestjs/common';
import type { RunningScript } from '../scripts/recipient-scripts.js';
import { FaultScripts } from './fault-scripts.service.js';
import { type FaultScript, FaultScriptSchema, type FaultStep } from './fault.schema.js';

@Controller('sandbox/faults')
@UsePipes(new StandardSchemaValidationPipe())
export class FaultsController {
  constructor(private readonly scripts: FaultScripts) {}

  @Get()
  list(): readonly RunningScript<FaultStep>[] {
    return this.scripts.list();
  }

  @Put(':recipient')
  set(
    @Param('recipient') recipient: string,
    @Body({ schema: FaultScriptSchema }) script: FaultScript,
  ): RunningScript<FaultStep> {
    return this.scripts.set(recipient, script);
  }

  @Delete(':recipient')
  @HttpCode(204)
  remove(@Param('recipient') recipient: string): void {
    if (!this.scripts.remove(recipient)) throw new NotFoundException('no faults are set for this recipient');
  }
}
