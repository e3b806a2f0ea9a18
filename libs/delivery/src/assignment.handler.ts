/** Implements F4, N3, AC-03, AC-09, AC-11. Takes one claimed notification to its settlement: decide once more, send, settle. */
import { Injectable } from '@nestjs/common';
import type { Claim, Settlement } from '#database';
import { type Decision, type Situation, decide, latestDelivery } from '#notifications';
import type { Assignment } from './assignment.js';
import type { OutgoingMessage } from './channel-sender.js';
import { type Circumstances, CircumstancesReader } from './circumstances.js';
import { LookUps } from './look-ups.js';
import {
  released,
  setAside,
  settledAs,
  settlementOfDecision,
  settlementOfInterruption,
  settlementOfLookUp,
  settlementOfResult,
  waitForKey,
} from './outcome.js';
import { type NoCall, ProviderCalls } from './provider-calls.js';
import { ProviderWatch } from './provider-watch.js';
import { Settler } from './settler.js';

/** Whether the provider may still be bothered. What is permitted is taken to be done. */
export interface CallPermission {
  /** For a look-up. */
  readonly mayAsk: () => boolean;
  /** Asked before rendering; also false once the worker is stopping. */
  readonly mayBegin: () => boolean;
  /** Asked right before the request is written. */
  readonly mayWrite: () => boolean;
}

/** `not_begun`: given back as it was, for its call may not begin any more. */
export type Handled = 'done' | 'not_begun';

@Injectable()
export class AssignmentHandler {
  constructor(
    private readonly calls: ProviderCalls,
    private readonly lookUps: LookUps,
    private readonly settler: Settler,
    private readonly watch: ProviderWatch,
    private readonly circumstances: CircumstancesReader,
  ) {}

  async handle(assignment: Assignment, permission: CallPermission): Promise<Handled> {
    if (!assignment.work.claimStands) return 'done';
    const message = this.lookUps.isDue(assignment)
      ? await this.lookUp(assignment, permission)
      : this.messageToSend(assignment);
    if (isMessage(message)) return this.send(assignment, message, permission);
    await this.settler.settle(assignment, message);
    return 'done';
  }

  /** An answer takes too long to send within the same claim: what it says is settled, and a row to be sent again is claimed again. */
  private async lookUp(assignment: Assignment, { mayAsk }: CallPermission): Promise<Settlement> {
    const { claim } = assignment;
    if (assignment.isLocked) return this.unasked(assignment);
    if (!mayAsk()) return released(claim);
    const result = await this.lookUps.ask(assignment);
    return settlementOfLookUp(result, assignment, this.circumstances.of(claim));
  }

  /** Without the customer's key nobody knows what to ask for. It waits for it as long as anybody would want to know. */
  private unasked({ claim, situation }: Assignment): Settlement {
    const circumstances = this.circumstances.of(claim);
    const isOver = endsUnread(decideIn(situation, circumstances));
    return isOver ? settledAs(claim, 'failed', 'unconfirmed') : waitForKey(circumstances);
  }

  /** What is to be sent now, or how the claim ends without a call. */
  private messageToSend({ claim, situation, isLocked, message }: Assignment): OutgoingMessage | Settlement {
    const circumstances = this.circumstances.of(claim);
    const interrupted = settlementOfInterruption(circumstances, this.calls.sender);
    if (interrupted !== undefined) return interrupted;
    const decision = decideIn(situation, circumstances);
    if (isLocked && !endsUnread(decision)) return waitForKey(circumstances);
    // Its due time stays, which is its place in the queue once somebody resumes.
    if (decision.kind === 'wait' && decision.reason === 'paused') return released(claim);
    if (decision.kind !== 'send') return settlementOfDecision(decision, circumstances);
    if (message === null) throw new RangeError('What cannot be opened is never decided to be sent.');
    const unsendable = this.calls.sender.validate(message);
    if (unsendable !== undefined) return settledAs(claim, 'failed', unsendable);
    return { ...message, deliverBefore: latestDelivery(situation, circumstances.now) ?? undefined };
  }

  private async send(assignment: Assignment, message: OutgoingMessage, permission: CallPermission): Promise<Handled> {
    const { claim } = assignment;
    const call = permission.mayBegin()
      ? await this.calls.make(message, permission.mayWrite, assignment.span)
      : 'not_started';
    if (typeof call === 'string') {
      await this.settler.settle(assignment, this.settlementOfNoCall(claim, call));
      return call === 'not_started' ? 'not_begun' : 'done';
    }
    const { result, ...timing } = call;
    const observed = { result, recipient: message.userId, at: call.at };
    if (result.outcome === 'channel_fault') {
      // Nothing was taken that could be forgotten, and the others must not run into the same refusal.
      await this.watch.observed(observed);
      await this.settler.settle(assignment, setAside(this.circumstances.of(claim)));
      return 'done';
    }
    const optedOut = result.outcome === 'permanent' && result.suppress === true;
    const settlement = settlementOfResult(result, timing, this.circumstances.of(claim));
    await this.settler.settle(assignment, { ...settlement, language: message.language }, optedOut);
    await this.watch.observed(observed);
    return 'done';
  }

  private settlementOfNoCall(claim: Claim, call: NoCall): Settlement {
    switch (call) {
      case 'not_started':
        return released(claim);
      case 'not_renderable':
        return settledAs(claim, 'failed', 'template_error');
    }
  }
}

function decideIn(situation: Situation, { policy, now }: Circumstances): Decision {
  return decide(situation, { eventMaxAgeMs: policy.usefulLifeMs, retryDelays: policy.delays }, now);
}

/** By a rule that looks at nothing sealed. */
function endsUnread(decision: Decision): boolean {
  return decision.kind === 'end' && (decision.reason === 'erased' || decision.reason === 'too_old');
}

function isMessage(value: OutgoingMessage | Settlement): value is OutgoingMessage {
  return 'notificationId' in value;
}
