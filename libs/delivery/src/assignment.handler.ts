/** Implements F4, N3, AC-03, AC-09, AC-11. Takes one claimed notification to its settlement: decide once more, send, settle. */
import { Injectable } from '@nestjs/common';
import type { Claim, Settlement } from '#database';
import { decide, latestDelivery } from '#notifications';
import type { Assignment } from './assignment.js';
import type { OutgoingMessage } from './channel-sender.js';
import { CircumstancesReader } from './circumstances.js';
import { LookUps } from './look-ups.js';
import {
  released,
  setAside,
  settledAs,
  settlementOfDecision,
  settlementOfInterruption,
  settlementOfLookUp,
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
    private readonly lookUps: LookUps,
    private readonly settler: Settler,
    private readonly circumstances: CircumstancesReader,
  ) {}

  async handle(assignment: Assignment, permission: CallPermission): Promise<void> {
    if (!assignment.work.claimStands) return;
    const message = (await this.settlementOfLookUp(assignment)) ?? this.messageToSend(assignment);
    if (isMessage(message)) await this.send(assignment, message, permission);
    else await this.settler.settle(assignment, message);
  }

  /** An answer takes too long to send within the same claim: what it says is settled, and a row to be sent again is claimed again. */
  private async settlementOfLookUp(assignment: Assignment): Promise<Settlement | undefined> {
    const result = await this.lookUps.ask(assignment);
    return result && settlementOfLookUp(result, assignment, this.circumstances.of(assignment.claim));
  }

  /** What is to be sent now, or how the claim ends without a call. */
  private messageToSend({ claim, situation, message }: Assignment): OutgoingMessage | Settlement {
    const circumstances = this.circumstances.of(claim);
    const interrupted = settlementOfInterruption(circumstances, this.calls.sender.idempotent);
    if (interrupted !== undefined) return interrupted;
    const { delays: retryDelays, usefulLifeMs: eventMaxAgeMs } = circumstances.policy;
    const decision = decide(situation, { eventMaxAgeMs, retryDelays }, circumstances.now);
    // Its due time stays, which is its place in the queue once somebody resumes.
    if (decision.kind === 'wait' && decision.reason === 'paused') return released(claim);
    if (decision.kind !== 'send') return settlementOfDecision(decision, circumstances);
    if (message === null) return settledAs(claim, 'failed', 'erased');
    const unsendable = this.calls.sender.validate(message);
    if (unsendable !== undefined) return settledAs(claim, 'failed', unsendable);
    return { ...message, deliverBefore: latestDelivery(situation, circumstances.now) ?? undefined };
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
    await this.settler.settle(assignment, settlementOfResult(result, timing, this.circumstances.of(claim)), optedOut);
  }

  private settlementOfNoCall(claim: Claim, call: NoCall): Settlement {
    switch (call) {
      case 'not_started':
        return released(claim);
      case 'channel_paused':
        return setAside(this.circumstances.of(claim));
      case 'not_renderable':
        return settledAs(claim, 'failed', 'template_error');
    }
  }
}

function isMessage(value: OutgoingMessage | Settlement): value is OutgoingMessage {
  return 'notificationId' in value;
}
