/** Implements F7, F9. What would become of a customer's next notification: the dispatcher's own planning, told in words. Nothing is written. */
import { Injectable } from '@nestjs/common';
import { type Channel, type Explanation, type NotificationType, type OrderEvent } from '#contracts';
import { Database, type Halt, type SwitchedOff, findSuppressions, findSwitchedOff, loadChannelState } from '#database';
import { type DispatchPreview, DispatchPreviewer } from '#dispatch';
import type { SuppressionReason } from '#notifications';
import { Clock, IdGenerator } from '#runtime';
import { switchQuestion } from '../notifications/background.js';
import { KnownContactsReader } from '../recipients/known-contacts.reader.js';
import type { ExplainQuery } from './explain.query.js';
import { explained } from './explanation.js';

/** CloudEvents `source` of events that never happen. */
const SOURCE = '/order-notifications/explain';

@Injectable()
export class ExplainService {
  constructor(
    private readonly previewer: DispatchPreviewer,
    private readonly contacts: KnownContactsReader,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @throws UnreadableKeyError as the dispatch of an event of the customer would */
  async explain({ userId, type, at: asked }: ExplainQuery): Promise<Explanation> {
    const now = this.clock.now();
    const at = asked ?? now;
    const event = await this.nextEvent(userId, type, at);
    const preview = await this.previewer.preview(event, at);
    const switchedOff = await this.switchedOff(preview, type, at);
    const channels = [];
    for (const { channel, decision } of preview.plans) {
      const reason = decision.kind === 'send' ? null : decision.reason;
      const facts = {
        type,
        at,
        now,
        timeZones: preview.timeZones,
        dailyCap: preview.dailyCap,
        pauses: preview.pauses,
        switchedOff: switchedOff.get(channel) ?? null,
        suppressions: reason === 'suppression_list' ? await this.suppressions(preview, channel) : [],
        halt: decision.kind === 'send' ? await this.haltOf(channel) : null,
      };
      channels.push(explained(channel, decision, facts));
    }
    return { userId, type, at: at.toISOString(), channels };
  }

  /** Upstream names the recipient as it did the last time. No other field of an event bears on a decision. */
  private async nextEvent(userId: string, type: NotificationType, at: Date): Promise<OrderEvent> {
    const { events } = await this.contacts.read(userId);
    const id = this.ids.next();
    const data = { orderId: id, orderNumber: '', userId, recipient: events[0] };
    return { id, source: SOURCE, type, time: at, data: data as OrderEvent['data'] };
  }

  private async switchedOff(
    { plans }: DispatchPreview,
    type: NotificationType,
    at: Date,
  ): Promise<Map<Channel, SwitchedOff>> {
    const asked = plans.flatMap(({ channel, decision, incoming }) => {
      if (decision.kind !== 'end') return [];
      const { userId } = incoming.event.data;
      const { reason } = decision;
      return switchQuestion({ id: this.ids.next(), userId, type, channel, reason, plannedAt: at }).map((question) => ({
        channel,
        question,
      }));
    });
    const found = await findSwitchedOff(
      this.database,
      asked.map(({ question }) => question),
    );
    return new Map(
      asked.flatMap(({ channel, question }) => {
        const change = found.get(question.notificationId);
        return change === undefined ? [] : [[channel, change] as const];
      }),
    );
  }

  private async suppressions({ addresses }: DispatchPreview, channel: Channel): Promise<SuppressionReason[]> {
    if (channel === 'in_app') return [];
    const rows = await findSuppressions(this.database, channel, addresses[channel]);
    return [...new Set(rows.map(({ reason }) => reason))];
  }

  private async haltOf(channel: Channel): Promise<Halt | null> {
    return (await loadChannelState(this.database, channel)).halt;
  }
}
