import { Body, Controller, Get, Patch, StandardSchemaValidationPipe, UsePipes } from '@nestjs/common';
import { EventWebhookSigner } from '../sendgrid/event-webhook.signer.js';
import { type ControlsChange, ControlsChangeSchema } from './controls.schema.js';
import { Controls, type ControlsState } from './controls.service.js';

/** The controls, with the key by which SendGrid's signatures are checked. */
export interface ControlsDocument extends ControlsState {
  /** Base64 of SPKI DER, as SendGrid's settings page shows it. */
  readonly sendGridPublicKey: string;
}

@Controller('sandbox/controls')
@UsePipes(new StandardSchemaValidationPipe())
export class ControlsController {
  constructor(
    private readonly controls: Controls,
    private readonly signer: EventWebhookSigner,
  ) {}

  @Get()
  read(): ControlsDocument {
    return { ...this.controls.state, sendGridPublicKey: this.signer.publicKey };
  }

  @Patch()
  change(@Body({ schema: ControlsChangeSchema }) change: ControlsChange): ControlsDocument {
    this.controls.change(change);
    return this.read();
  }
}
