import type { Channel } from '#contracts';
import { ChannelSender, type OutgoingMessage, type SendResult } from '#delivery';

type Step = SendResult | Error | (() => Promise<SendResult>);

/** Stands in for a provider: plays its steps, then accepts everything. */
export class ScriptedSender extends ChannelSender {
  readonly sent: OutgoingMessage[] = [];
  private readonly steps: Step[] = [];

  constructor(
    override readonly channel: Channel,
    override readonly idempotent = false,
  ) {
    super();
  }

  next(...steps: Step[]): void {
    this.steps.push(...steps);
  }

  override validate(): undefined {
    return undefined;
  }

  override async send(message: OutgoingMessage): Promise<SendResult> {
    this.sent.push(message);
    const step = this.steps.shift() ?? { outcome: 'accepted', providerMessageId: `provider-${this.sent.length}` };
    if (step instanceof Error) throw step;
    return typeof step === 'function' ? step() : step;
  }

  override checkHealth(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
