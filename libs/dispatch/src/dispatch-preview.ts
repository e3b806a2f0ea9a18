/** Implements F7, N7. What a dispatch would decide of an event, by the same code and the same facts, and without a trace: nothing is locked or written. */
import { Inject, Injectable } from '@nestjs/common';
import type { OrderEvent } from '#contracts';
import { type CustomerRecord, Database, type Pause, RecipientKeys, readDailyCounts } from '#database';
import { DELIVERY_SETTINGS, type DeliverySettings } from '#delivery';
import type { PossibleZones } from '#notifications';
import { AddressHasher } from '#privacy';
import { readCustomerFacts } from './customer-facts.js';
import {
  type EventAddresses,
  type IncomingEvent,
  type Plan,
  type PlanningFacts,
  capPlans,
  dayKeysOf,
  planEvent,
  zonesOf,
} from './event-planner.js';

/** The decisions, one per channel, and the facts that they rest on. */
export interface DispatchPreview {
  readonly plans: readonly Plan[];
  readonly customer: CustomerRecord;
  readonly timeZones: PossibleZones;
  /** Keyed hashes of the addresses that the messages would go to. */
  readonly addresses: EventAddresses;
  readonly pauses: readonly Pause[];
  readonly dailyCap: number;
}

@Injectable()
export class DispatchPreviewer {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    private readonly hasher: AddressHasher,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /**
   * The event counts as the newest of its package.
   * @param now the moment to decide at
   * @throws UnreadableKeyError as the dispatch would
   */
  async preview(event: OrderEvent, now: Date): Promise<DispatchPreview> {
    const { userId, recipient } = event.data;
    const incoming: IncomingEvent = { event, orderEventId: '', ...this.hasher.hashesOf(recipient) };
    const keys = await this.keys.find([userId]);
    const facts = {
      ...(await readCustomerFacts(this.database, [incoming], keys.readable, this.hasher)),
      stale: new Set<IncomingEvent>(),
    };
    const customer = facts.customers.get(userId);
    if (customer === undefined) throw new RangeError('Every customer that is asked for is loaded.');
    if (!customer.erased) keys.requireReadable([userId]);
    return {
      plans: await this.capped(planEvent(incoming, facts, this.settings, now)),
      customer,
      timeZones: zonesOf(incoming, customer, facts, this.settings),
      addresses: addressesOf(facts, incoming),
      pauses: facts.pauses,
      dailyCap: this.settings.dailyCap,
    };
  }

  /** As things stand: by the time of a real dispatch, others may have been counted. */
  private async capped(plans: Plan[]): Promise<Plan[]> {
    const keys = dayKeysOf(plans);
    if (keys.length === 0) return plans;
    return capPlans(plans, keys, await readDailyCounts(this.database, keys), this.settings.dailyCap).plans;
  }
}

function addressesOf({ addresses }: PlanningFacts, incoming: IncomingEvent): EventAddresses {
  return addresses.get(incoming) ?? { email: [], sms: [] };
}
