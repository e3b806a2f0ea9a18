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
import { FaultScripts, type RunningScript } from './fault-scripts.service.js';
import { type FaultScript, FaultScriptSchema } from './fault.schema.js';

@Controller('sandbox/faults')
@UsePipes(new StandardSchemaValidationPipe())
export class FaultsController {
  constructor(private readonly scripts: FaultScripts) {}

  @Get()
  list(): readonly RunningScript[] {
    return this.scripts.list();
  }

  @Put(':recipient')
  set(@Param('recipient') recipient: string, @Body({ schema: FaultScriptSchema }) script: FaultScript): RunningScript {
    return this.scripts.set(recipient, script);
  }

  @Delete(':recipient')
  @HttpCode(204)
  remove(@Param('recipient') recipient: string): void {
    if (!this.scripts.remove(recipient)) throw new NotFoundException('no faults are set for this recipient');
  }
}
