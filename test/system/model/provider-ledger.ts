/** What the provider and the customers know: the truth that the service's rows are compared with. */
import type { SendResult } from '#delivery';
import { EVIDENCE, type EvidenceKind } from '#notifications';

export type CallState = 'open' | 'answered' | 'abandoned';

/** One request that a worker made to the provider. */
export interface ProviderCall {
  readonly notificationId: string;
  readonly userId: string;
  readonly attempt: number;
  /** Which replica made it; another number after that one was killed. */
  readonly worker: number;
  /** The command during which it started. */
  readonly startedIn: number;
  readonly answer: (result: SendResult | Error) => void;
  state: CallState;
  /** undefined: the provider has not decided yet. */
  taken: boolean | undefined;
  /** The command at whose end the service had been told that it was taken; null: it was not told. */
  reportedIn: number | null;
  /** Of what the provider said of it later, the word that holds. */
  said: EvidenceKind | null;
  /** It said at some time that it arrived. */
  wasDelivered: boolean;
  /** The claim it was made under; null until it was looked up. */
  claim: { readonly no: number; readonly leaseUntil: Date } | null;
}

/** A notification as people outside see it. */
export interface ModelNotification {
  readonly id: string;
  readonly userId: string;
  /** The commands in which a person put it back to work. */
  readonly retriedIn: number[];
  /** The commands in which the provider reported anything. */
  readonly reportedIn: number[];
}

export class ProviderLedger {
  /** Number of the command under way. */
  command = 0;
  readonly calls: ProviderCall[] = [];
  readonly notifications: ModelNotification[] = [];
  /** Customers whose revocation was acknowledged. */
  readonly forbidden = new Set<string>();
  /** Customers whose revocation is on its way. */
  readonly revoking = new Map<string, Promise<void>>();
  /** Broken at the moment it happened; read by the invariants. */
  readonly violations: string[] = [];

  constructor(readonly customers: readonly string[]) {}

  start(call: Pick<ProviderCall, 'notificationId' | 'userId' | 'attempt' | 'worker' | 'answer'>): void {
    const subject = `${call.notificationId} attempt ${call.attempt}`;
    if (this.forbidden.has(call.userId)) this.violations.push(`${subject} started after an acknowledged revocation`);
    if (this.knownToBeTaken(call.notificationId)) this.violations.push(`${subject} started after a success was known`);
    if (this.callsOf(call.notificationId).some(({ attempt }) => attempt === call.attempt)) {
      this.violations.push(`${subject} started twice`);
    }
    const fresh = {
      state: 'open' as const,
      taken: undefined,
      reportedIn: null,
      said: null,
      wasDelivered: false,
      claim: null,
    };
    this.calls.push({ ...call, ...fresh, startedIn: this.command });
  }

  callsOf(notificationId: string): ProviderCall[] {
    return this.calls.filter((call) => call.notificationId === notificationId);
  }

  get open(): ProviderCall[] {
    return this.calls.filter(({ state }) => state === 'open');
  }

  get taken(): ProviderCall[] {
    return this.calls.filter(({ taken }) => taken === true);
  }

  /**
   * Whether the service had been told, before this command, that the provider took the message. A person who retried it since has
   * taken the risk upon themselves.
   */
  knownToBeTaken(notificationId: string): boolean {
    const since = this.notification(notificationId).retriedIn.at(-1) ?? -1;
    return this.callsOf(notificationId).some(
      (call) =>
        call.reportedIn !== null && call.reportedIn < this.command && call.reportedIn > since && !isRefuted(call),
    );
  }

  notification(id: string): ModelNotification {
    const found = this.notifications.find((notification) => notification.id === id);
    if (found === undefined) throw new Error(`Nobody dispatched ${id}`);
    return found;
  }
}

/** The provider said later that it did not arrive after all. */
export function isRefuted({ said }: ProviderCall): boolean {
  return said !== null && EVIDENCE[said].outcome !== 'accepted';
}
