/** Implements F8. How many connections there may be, so that neither one customer nor all of them use up a replica. */
import type { Transport } from './stream-events.js';

export interface ConnectionLimits {
  readonly perCustomer: number;
  readonly perReplica: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = { perCustomer: 20, perReplica: 20_000 };

export type AdmissionFault = 'too_many_connections' | 'temporarily_unavailable' | 'invalid_connection';

export class Admissions {
  private readonly byCustomer = new Map<string, number>();
  private readonly admitted = new Set<Transport>();
  private closed = false;

  constructor(private readonly limits: ConnectionLimits) {}

  /** From here on nobody is let in. */
  close(): void {
    this.closed = true;
  }

  /** Asked before a token is looked at. @returns whether somebody could be let in */
  get isOpen(): boolean {
    return !this.closed && this.admitted.size < this.limits.perReplica;
  }

  /**
   * Counts a connection until its transport closes. Looking and counting are one step: of many that sign in at the same time, only so many come in.
   * @returns why it may not come in
   */
  admit(userId: string, transport: Transport): AdmissionFault | undefined {
    if (!this.isOpen) return 'temporarily_unavailable';
    // Signing in twice over one transport would make two connections of it, of which one hears nothing.
    if (this.admitted.has(transport) || transport.readyState !== 'open') return 'invalid_connection';
    const own = this.byCustomer.get(userId) ?? 0;
    if (own >= this.limits.perCustomer) return 'too_many_connections';
    this.byCustomer.set(userId, own + 1);
    this.admitted.add(transport);
    transport.once('close', () => this.release(userId, transport));
    return undefined;
  }

  private release(userId: string, transport: Transport): void {
    this.admitted.delete(transport);
    const left = (this.byCustomer.get(userId) ?? 0) - 1;
    if (left > 0) this.byCustomer.set(userId, left);
    else this.byCustomer.delete(userId);
  }
}
