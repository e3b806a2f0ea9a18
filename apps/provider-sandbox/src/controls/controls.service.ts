import { Inject, Injectable } from '@nestjs/common';
import type { Provider } from '../ledger/ledger-entries.js';
import { WEBHOOK_SETTINGS, type WebhookSettings } from '../provider-sandbox.settings.js';
import type { ControlsChange, RateLimit } from './controls.schema.js';

/** What holds for everybody, and can be changed while the sandbox runs. */
export interface ControlsState {
  readonly webhooks: {
    /** Whether messages live by themselves. Off: webhooks are sent only where a script or a person asks for them. */
    readonly enabled: boolean;
    /** The service's base URL. */
    readonly target: string;
  };
  readonly rateLimits: Readonly<Record<Provider, RateLimit | null>>;
}

@Injectable()
export class Controls {
  private current: ControlsState;

  constructor(@Inject(WEBHOOK_SETTINGS) { enabled, target }: WebhookSettings) {
    this.current = { webhooks: { enabled, target }, rateLimits: { sendgrid: null, twilio: null } };
  }

  get state(): ControlsState {
    return this.current;
  }

  change({ webhooks, rateLimits }: ControlsChange): ControlsState {
    this.current = {
      webhooks: { ...this.current.webhooks, ...webhooks },
      rateLimits: { ...this.current.rateLimits, ...rateLimits },
    };
    return this.current;
  }
}
