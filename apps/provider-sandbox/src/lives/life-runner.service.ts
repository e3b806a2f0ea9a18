import { Clock } from '#runtime';
import { Injectable } from '@nestjs/common';
import type { TrackedMessage } from '../ledger/ledger-entries.js';
import { Agenda } from '../webhooks/agenda.service.js';
import type { Happening } from './happening.js';
import { Herald } from './herald.service.js';
import { type Life, type LifeEvent, happensAt } from './life.schema.js';
import { advanceStatus } from './message-status.js';
import { ordinaryEvents } from './ordinary-life.js';
import { shuffled } from './shuffled.js';

/** Lets a life happen: each event at its time, and its webhook then or later. */
@Injectable()
export class LifeRunner {
  constructor(
    private readonly agenda: Agenda,
    private readonly herald: Herald,
    private readonly clock: Clock,
  ) {}

  /** Events of another provider do not happen. Resolves once every webhook was tried. */
  async live(message: TrackedMessage, life: Life): Promise<void> {
    const events =
      life.events?.filter((event) => happensAt(message.provider, event)) ?? ordinaryEvents(message.provider);
    const happenings = events.map((event) => this.happen(message, event));
    if (life.shuffled) {
      const inAnyOrder = shuffled(await Promise.all(happenings));
      await Promise.all(inAnyOrder.map((happening) => this.tell(happening, life)));
    } else {
      await Promise.all(happenings.map(async (happening) => this.tell(await happening, life)));
    }
  }

  private async happen(message: TrackedMessage, event: LifeEvent): Promise<Happening> {
    await this.agenda.wait(event.afterMs);
    const happening = { message, event, at: this.clock.now() };
    advanceStatus(happening);
    return happening;
  }

  private async tell(happening: Happening, { webhooks }: Life): Promise<void> {
    await this.agenda.wait(webhooks.delayMs);
    await this.herald.tell(happening, webhooks);
  }
}
