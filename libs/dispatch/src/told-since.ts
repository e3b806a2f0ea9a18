/** Implements F7, N9. What our own topics say of notifications, while the database has forgotten it. Pure. */
import { type DeliveryEventData, decodeDeliveryEvent, nudgeSchema } from '#contracts';
import type { ToldEnd } from '#database';
import { subjectOf } from '#runtime';

type Message = Parameters<typeof decodeDeliveryEvent>[0];

/** What was said of notifications in a span of time. Ids of one event and channel belong together: the oldest is the one the world knows. */
export class ToldSince {
  private readonly ends = new Map<string, ToldEnd>();
  private readonly nudged = new Set<string>();
  private readonly firstIds = new Map<string, string>();
  private unreadable = 0;

  /** A delivery event. They come more than once and in any order: the highest sequence is the last word. */
  addDeliveryEvent(message: Message): void {
    const event = this.parsed(() => decodeDeliveryEvent(message));
    if (event === undefined) return;
    const { notificationId: id } = event;
    this.addId(id);
    this.ends.set(id, withEvent(this.ends.get(id), event));
  }

  addNudge({ value }: Message): void {
    const nudge = this.parsed(() => nudgeSchema.parse(JSON.parse(value?.toString('utf8') ?? '')));
    if (nudge === undefined) return;
    this.addId(nudge.notificationId);
    this.nudged.add(nudge.notificationId);
  }

  /** In the order in which the notifications were made. */
  get told(): ToldEnd[] {
    return [...this.ends.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Those that workers were sent to work on, and may have begun. */
  get begun(): string[] {
    return [...this.nudged].sort();
  }

  /** Messages that make no sense. */
  get misread(): number {
    return this.unreadable;
  }

  /** The id that a notification had before it was made again; undefined: none is known, or it has it. */
  formerOf(id: string): string | undefined {
    const first = this.firstIds.get(subjectOf(id));
    return first !== undefined && first < id ? first : undefined;
  }

  private addId(id: string): void {
    const first = this.firstIds.get(subjectOf(id));
    if (first === undefined || id < first) this.firstIds.set(subjectOf(id), id);
  }

  private parsed<T>(parse: () => T): T | undefined {
    try {
      return parse();
    } catch {
      this.unreadable += 1;
      return undefined;
    }
  }
}

function withEvent(known: ToldEnd | undefined, event: DeliveryEventData & { readonly at: Date }): ToldEnd {
  const { notificationId: id, status, reason, attempt, sequence, at } = event;
  const times = {
    sentAt: status === 'sent' ? earlier(known?.sentAt, at) : (known?.sentAt ?? null),
    deliveredAt: status === 'delivered' ? earlier(known?.deliveredAt, at) : (known?.deliveredAt ?? null),
  };
  if (known !== undefined && known.sequence >= sequence) return { ...known, ...times };
  return { id, status, reason, attempt, sequence, at, ...times };
}

const earlier = (known: Date | null | undefined, at: Date): Date =>
  known === null || known === undefined || at < known ? at : known;
