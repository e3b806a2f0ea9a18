/** What can happen to notifications, in any order. Each command ends when the system is quiet again, and then all must be well. */
import type { SendResult } from '#delivery';
import type { EvidenceKind } from '#notifications';
import fc from 'fast-check';
import { MINUTE, SECOND } from '../test-clock.js';
import { checkInvariants } from './delivery-invariants.js';
import { type DeliveryWorld, WORKERS } from './delivery-world.js';
import type { ProviderCall, ProviderLedger } from './provider-ledger.js';

/** Numbers are taken modulo what there is to choose from. */
type Action =
  | { readonly kind: 'dispatch'; readonly customer: number }
  | { readonly kind: 'nudge'; readonly worker: number; readonly notification: number }
  | { readonly kind: 'poll'; readonly worker: number }
  | { readonly kind: 'take'; readonly call: number }
  | { readonly kind: 'answer'; readonly call: number; readonly as: Answer }
  | { readonly kind: 'report'; readonly call: number; readonly as: EvidenceKind; readonly repeated: boolean }
  | { readonly kind: 'revoke'; readonly customer: number; readonly awaited: boolean }
  | { readonly kind: 'allow'; readonly customer: number }
  | { readonly kind: 'retry'; readonly notification: number }
  | { readonly kind: 'kill'; readonly worker: number }
  | { readonly kind: 'advance'; readonly ms: number }
  /** Time passes, and a worker looks what fell due. */
  | { readonly kind: 'lapse'; readonly ms: number; readonly worker: number };

/** How a call ends. A provider that has taken the message can only accept it, or say nothing. */
const ANSWERS = {
  accepted: { result: { outcome: 'accepted', providerMessageId: null }, takes: true },
  lost: { result: { outcome: 'unconfirmed', code: 'answer_timeout' }, takes: undefined },
  broken: { result: new Error('a fault of ours'), takes: undefined },
  retryable: { result: { outcome: 'retryable', code: 'refused' }, takes: false },
  permanent: { result: { outcome: 'permanent', code: 'refused' }, takes: false },
} as const satisfies Record<string, { result: SendResult | Error; takes: boolean | undefined }>;

type Answer = keyof typeof ANSWERS;

const any = fc.nat({ max: 1_000 });
/** Past a lease and the first retry delay; past the longest. */
const passing = fc.constantFrom(61 * SECOND, 17 * MINUTE);
const worker = fc.nat({ max: WORKERS - 1 });
const kind = <K extends Action['kind']>(value: K) => fc.constant(value);

const poll = fc.record({ kind: kind('poll'), worker });
const nudge = fc.record({ kind: kind('nudge'), worker, notification: any });
const answer = fc.record({
  kind: kind('answer'),
  call: any,
  as: fc.constantFrom<Answer[]>('accepted', 'lost', 'broken', 'retryable', 'retryable', 'permanent'),
});
const report = fc.record({
  kind: kind('report'),
  call: any,
  as: fc.constantFrom<EvidenceKind[]>('accepted', 'undelivered', 'delivered', 'opened', 'rejected', 'bounced'),
  repeated: fc.boolean(),
});
const revoke = fc.record({ kind: kind('revoke'), customer: any, awaited: fc.boolean() });
const retry = fc.record({ kind: kind('retry'), notification: any });

/** What may coincide: the moments at which two parties write about the same notification. */
const concurrent: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: poll },
  { weight: 2, arbitrary: nudge },
  { weight: 5, arbitrary: answer },
  { weight: 4, arbitrary: report },
  { weight: 1, arbitrary: revoke },
  { weight: 2, arbitrary: retry },
);

const alone: fc.Arbitrary<Action> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: kind('dispatch'), customer: any }) },
  { weight: 2, arbitrary: nudge },
  { weight: 5, arbitrary: poll },
  { weight: 2, arbitrary: fc.record({ kind: kind('take'), call: any }) },
  { weight: 5, arbitrary: answer },
  { weight: 4, arbitrary: report },
  { weight: 1, arbitrary: revoke },
  { weight: 1, arbitrary: fc.record({ kind: kind('allow'), customer: any }) },
  { weight: 2, arbitrary: retry },
  { weight: 1, arbitrary: fc.record({ kind: kind('kill'), worker }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('advance'), ms: passing }) },
  { weight: 7, arbitrary: fc.record({ kind: kind('lapse'), ms: passing, worker }) },
);

const single = alone.map((action) => new DeliveryCommand([action]));

/** One is as likely as another. */
export const deliveryCommands: fc.Arbitrary<DeliveryCommand>[] = [
  single,
  single,
  fc.tuple(concurrent, concurrent).map((actions) => new DeliveryCommand(actions)),
];

/** One action, or two at once. */
class DeliveryCommand implements fc.AsyncCommand<ProviderLedger, DeliveryWorld> {
  constructor(private readonly actions: readonly Action[]) {}

  check(ledger: Readonly<ProviderLedger>): boolean {
    return this.actions.every((action) => isPossible(action, ledger));
  }

  async run(ledger: ProviderLedger, world: DeliveryWorld): Promise<void> {
    ledger.command += 1;
    await Promise.all(this.actions.map((action) => perform(action, ledger, world)));
    await world.untilQuiet();
    await checkInvariants(world);
  }

  toString(): string {
    return this.actions.map(({ kind: name, ...rest }) => `${name}(${JSON.stringify(rest)})`).join(' & ');
  }
}

function isPossible(action: Action, ledger: Readonly<ProviderLedger>): boolean {
  switch (action.kind) {
    case 'dispatch':
    case 'poll':
    case 'kill':
    case 'advance':
    case 'lapse':
      return true;
    case 'nudge':
    case 'retry':
      return ledger.notifications.length > 0;
    case 'take':
      return undecided(ledger).length > 0;
    case 'answer':
      return answerable(ledger, action.as).length > 0;
    case 'report':
      return ledger.taken.length > 0;
    case 'revoke':
      return (
        isSettledCustomer(ledger, action.customer) && !ledger.forbidden.has(pick(ledger.customers, action.customer))
      );
    case 'allow':
      return isSettledCustomer(ledger, action.customer);
  }
}

async function perform(action: Action, ledger: ProviderLedger, world: DeliveryWorld): Promise<void> {
  // Of two actions at once the other may have taken what this one was about.
  if (!isPossible(action, ledger)) return;
  switch (action.kind) {
    case 'dispatch':
      return world.dispatch(pick(ledger.customers, action.customer));
    case 'nudge':
      return world.nudge(action.worker, pick(ledger.notifications, action.notification).id);
    case 'poll':
      await world.poll(action.worker);
      return;
    case 'take':
      pick(undecided(ledger), action.call).taken = true;
      return;
    case 'answer':
      answerCall(pick(answerable(ledger, action.as), action.call), action.as, world);
      return;
    case 'report':
      return reportCall(pick(ledger.taken, action.call), action, world);
    case 'revoke': {
      const revoking = world.revoke(pick(ledger.customers, action.customer));
      return action.awaited ? revoking : undefined;
    }
    case 'allow':
      return world.allow(pick(ledger.customers, action.customer));
    case 'retry':
      return retryNotification(pick(ledger.notifications, action.notification).id, world);
    case 'kill':
      world.kill(action.worker);
      return;
    case 'advance':
      world.pipeline.clock.advance(action.ms);
      return;
    case 'lapse':
      world.pipeline.clock.advance(action.ms);
      await world.poll(action.worker);
      return;
  }
}

function answerCall(call: ProviderCall, as: Answer, world: DeliveryWorld): void {
  const { result, takes } = ANSWERS[as];
  call.taken ??= takes;
  world.answer(call, result);
}

async function reportCall(
  call: ProviderCall,
  { as, repeated }: Extract<Action, { kind: 'report' }>,
  world: DeliveryWorld,
): Promise<void> {
  const key = `${call.notificationId}:${call.attempt}:${as}`;
  await Promise.all(Array.from({ length: repeated ? 2 : 1 }, () => world.report(call, as, key)));
}

/** Refused is what has not failed, and nothing else. */
async function retryNotification(id: string, world: DeliveryWorld): Promise<void> {
  const before = await world.pipeline.row(id);
  const accepted = await world.retry(id);
  const after = await world.pipeline.row(id);
  if (!accepted && before.status === 'failed' && after.status === 'failed') throw new Error(`${id} cannot be retried`);
}

function undecided({ open }: Readonly<ProviderLedger>): ProviderCall[] {
  return open.filter(({ taken }) => taken === undefined);
}

function answerable({ open }: Readonly<ProviderLedger>, as: Answer): ProviderCall[] {
  return open.filter(({ taken }) => taken !== true || ANSWERS[as].takes !== false);
}

function isSettledCustomer({ customers, revoking }: Readonly<ProviderLedger>, customer: number): boolean {
  return !revoking.has(pick(customers, customer));
}

function pick<T>(from: readonly T[], number: number): T {
  const picked = from[number % from.length];
  if (picked === undefined) throw new Error('There is nothing to choose from');
  return picked;
}
