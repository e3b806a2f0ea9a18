/** Implements F5, N9. How far consumers are behind. The broker may take its time: whoever shows figures does not wait for it. */
import type { LiveFigures } from '#contracts';
import type { ConsumerLag } from '#messaging';
import type { Clock } from '#runtime';

type Consumers = LiveFigures['consumers'];

const ASKED_EVERY_MS = 5_000;
/** What was said longer ago says nothing of now: nobody had asked since, or the broker does not answer. */
const HOLDS_MS = 2 * ASKED_EVERY_MS;

export class LastKnownLag {
  private last: { readonly consumers: Consumers; readonly at: number } | undefined;
  private askedAt: number | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly consumerLag: ConsumerLag,
  ) {}

  /** What the broker said last, and asks it again if that is a while ago. Empty: it has not said anything yet; lag null: it is too long ago. */
  current(): Consumers {
    const now = this.clock.monotonic();
    if (this.askedAt === undefined || now - this.askedAt >= ASKED_EVERY_MS) this.ask(now);
    if (this.last === undefined) return [];
    const { consumers, at } = this.last;
    return now - at <= HOLDS_MS ? consumers : consumers.map((one) => ({ ...one, lag: null }));
  }

  private ask(now: number): void {
    this.askedAt = now;
    void this.consumerLag.read().then((lags) => {
      const consumers = lags.map(({ group, topic, lag }) => ({ group, topic, lag }));
      this.last = { consumers, at: this.clock.monotonic() };
    });
  }
}
