import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoOptions } from './demo-options.js';
import type { TopicPlace } from './demo.repository.js';
import type { Publication, ScriptedEvent, ScriptWriter } from './script.js';
import type { Upstream } from './upstream.js';

/** Everything that was published in a run, in order. */
export class Published {
  private readonly entries: { readonly publication: Publication; readonly place: TopicPlace }[] = [];

  add(publication: Publication, place: TopicPlace): void {
    this.entries.push({ publication, place });
  }

  get kinds(): Publication['kind'][] {
    return this.entries.map(({ publication }) => publication.kind);
  }

  /** What should cause notifications. */
  get events(): ScriptedEvent[] {
    return this.entries.flatMap(({ publication }) => ('event' in publication ? [publication.event] : []));
  }

  /** Orders that should have no notification at all. */
  get silentOrderIds(): string[] {
    return this.entries.flatMap(({ publication }) => ('orderId' in publication ? [publication.orderId] : []));
  }

  /** Where the events stand that should be set aside. */
  get malformedPlaces(): TopicPlace[] {
    return this.entries.flatMap(({ publication, place }) => (publication.kind === 'malformed' ? [place] : []));
  }
}

/** Publishes at an even pace. Resolves after the last event; without a number of events, never. */
export async function publish(
  writer: ScriptWriter,
  upstream: Upstream,
  { events = Infinity, rate }: DemoOptions,
  onPublished: (publication: Publication, place: TopicPlace) => void,
): Promise<void> {
  const startedAt = performance.now();
  for (let count = 0; count < events; count += 1) {
    await sleep(Math.max(0, startedAt + (count * 1_000) / rate - performance.now()));
    const publication = writer.next();
    onPublished(publication, await upstream.publishOrderEvent(publication.message));
  }
}
