import { type ArrivalTimes, arrivalTimes, untilArrived } from './arrivals.js';
import type { LoadSystem } from './load-system.js';
import { requireEmailsOnce } from './once-each.js';
import { Upstream, orderEvent } from './orders.js';

/**
 * Publishes so many events at once, each of another new customer, all of the moment at which publishing begins.
 * @param users how their ids begin; unlike those of earlier bursts
 * @returns how long they took, by channel. @throws Error when something is lost, or an email was sent twice
 */
export async function publishBurst(
  { database, kafkaBrokers, sandboxUrl }: LoadSystem,
  users: string,
  events: number,
): Promise<Readonly<Record<string, ArrivalTimes>>> {
  const upstream = await Upstream.connect(kafkaBrokers);
  const since = new Date();
  await upstream.publish(Array.from({ length: events }, (_, i) => orderEvent(i, `${users}${i}`, since)));
  await upstream.close();
  await untilArrived(database, events, { since, users });
  await requireEmailsOnce(database, sandboxUrl, { since, users });
  const times = await arrivalTimes(database, { since, users });
  for (const [channel, { arrived }] of Object.entries(times)) {
    if (arrived !== events) throw new Error(`Of ${events} events, ${arrived} have arrived by ${channel}.`);
  }
  return times;
}

/** One burst that warms up, which is not told of, then so many one after another. @param users likewise */
export async function publishBursts(
  system: LoadSystem,
  users: string,
  events: number,
  bursts: number,
): Promise<Readonly<Record<string, ArrivalTimes>>[]> {
  const all: Readonly<Record<string, ArrivalTimes>>[] = [];
  for (let burst = 0; burst <= bursts; burst += 1) all.push(await publishBurst(system, `${users}${burst}-`, events));
  return all.slice(1);
}
