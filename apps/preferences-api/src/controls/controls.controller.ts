/** Implements F9. Pauses and resumes, for operators. */
import { Body, Controller, Get, Put, UseGuards } from '@nestjs/common';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { readsOnly } from '../preferences/media-type.guard.js';
import { type ControlsChange, type ControlsDocument, controlsChangeSchema } from './controls.schema.js';
import { ControlsService } from './controls.service.js';

@Controller('notifications/controls')
export class ControlsController {
  constructor(private readonly controls: ControlsService) {}

  @Get()
  read(): Promise<ControlsDocument> {
    return this.controls.read();
  }

  @Put()
  @UseGuards(readsOnly('application/json'))
  change(
    @CurrentCaller() caller: Caller,
    @Body({ schema: controlsChangeSchema }) change: ControlsChange,
  ): Promise<ControlsDocument> {
    return this.controls.change(caller.subject, change);
  }
}
