/** Implements F4, N3, AC-03, AC-09, AC-11. Takes one claimed notification to its settlement: decide once more, send, settle. */
import { Inject, Injectable } from '@nestjs/common';
import type { Claim, Settlement } from '#database';
import { decide } from '#notifications';
import { Clock, IdGenerator } from '#runtime';
import type { Assignment } from './assignment.js';
import type { OutgoingMessage } from './channel-sender.js';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery.settings.js';
import {
  type Circumstances,
  released,
  setAside,
  settledAs,
  settlementOfDecision,
  settlementOfInterruption,
  settlementOfResult,
} from './outcome.js';
import { type NoCall, ProviderCalls } from './provider-calls.js';
import { Settler } from './settler.js';

/** Whether a provider call may still be made. */
export interface CallPermission {
  /** Asked before rendering; also false once the worker is stopping. */
  readonly mayBegin: () => boolean;
  /** Asked right before the request is written. */
  readonly mayWrite: () => boolean;
}

@Injectable()
export class AssignmentHandler {
  constructor(
    private readonly calls: ProviderCalls,
    private readonly settler: Settler,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  async handle(assignment: Assignment, permission: CallPermission): Promise<void> {
    const message = this.messageToSend(assignment);
    if (isMessage(message)) await this.send(assignment, message, permission);
    else await this.settler.settle(assignment, message);
  }

  /** What is to be sent now, or how the claim ends without a call. */
  private messageToSend({ claim, situation, message }: Assignment): OutgoingMessage | Settlement {
    const circumstances = this.circumstances(claim);
    const interrupted = settlementOfInterruption(circumstances, this.calls.sender.idempotent);
    if (interrupted !== undefined) return interrupted;
    const policy = { eventMaxAgeMs: this.settings.eventMaxAgeMs, retryDelays: circumstances.delays };
    const decision = decide(situation, policy, circumstances.now);
    if (decision.kind !== 'send') return settlementOfDecision(decision, circumstances);
    if (message === null) return settledAs(claim, 'failed', 'erased');
    const unsendable = this.calls.sender.validate(message);
    return unsendable === undefined ? message : settledAs(claim, 'failed', unsendable);
  }

  private async send(assignment: Assignment, message: OutgoingMessage, permission: CallPermission): Promise<void> {
    const { claim } = assignment;
    const call = permission.mayBegin() ? await this.calls.make(message, permission.mayWrite) : 'not_started';
    if (typeof call === 'string') {
      await this.settler.settle(assignment, this.settlementOfNoCall(claim, call));
      return;
    }
    const { result, ...timing } = call;
    const optedOut = result.outcome === 'permanent' && result.suppress === true;
    await this.settler.settle(assignment, settlementOfResult(result, timing, this.circumstances(claim)), optedOut);
  }

  private settlementOfNoCall(claim: Claim, call: NoCall): Settlement {
    switch (call) {
      case 'not_started':
        return released(claim);
      case 'channel_paused':
        return setAside(this.circumstances(claim));
      case 'not_renderable':
        return settledAs(claim, 'failed', 'template_error');
    }
  }

  private circumstances(claim: Claim): Circumstances {
    const delays = this.settings.retryDelays[this.calls.sender.channel];
    return { claim, delays, now: this.clock.now(), random: this.ids.fraction() };
  }
}

function isMessage(value: OutgoingMessage | Settlement): value is OutgoingMessage {
  return 'notificationId' in value;
}
