import { Injectable } from '@nestjs/common';
import { Controls } from '../controls/controls.service.js';
import type { NewMessage } from '../ledger/ledger-entries.js';
import { Ledger } from '../ledger/ledger.service.js';
import { LifeRunner } from './life-runner.service.js';
import { LifeScripts } from './life-scripts.service.js';
import { type Life, LifeSchema } from './life.schema.js';
import { resetStatus } from './message-status.js';

const ORDINARY_LIFE: Life = LifeSchema.parse({});

/** Takes accepted messages into the ledger and lets happen what is scripted for their recipient, else the ordinary life. */
@Injectable()
export class LifeService {
  constructor(
    private readonly ledger: Ledger,
    private readonly scripts: LifeScripts,
    private readonly runner: LifeRunner,
    private readonly controls: Controls,
  ) {}

  /** @returns what the provider's answer has to wait for, if anything */
  begin(messages: readonly NewMessage[]): Promise<unknown> | undefined {
    const before = messages.flatMap((message) => this.beginOne(message) ?? []);
    return before.length === 0 ? undefined : Promise.all(before);
  }

  private beginOne(accepted: NewMessage): Promise<void> | undefined {
    const message = this.ledger.accept(accepted);
    const life = this.scripts.next(message.to) ?? this.ordinaryLife();
    if (life === undefined) return undefined;
    resetStatus(message);
    const lived = this.runner.live(message, life);
    return life.beforeAnswer ? lived : undefined;
  }

  private ordinaryLife(): Life | undefined {
    return this.controls.state.webhooks.enabled ? ORDINARY_LIFE : undefined;
  }
}
