import { setTimeout as delay } from 'node:timers/promises';

/** One answered request; times in milliseconds. */
export interface Sample<Operation extends string> {
  readonly operation: Operation;
  /** From the moment the request was due to the last byte of the answer: what somebody who comes at that moment waits. */
  readonly sinceDue: number;
  /** The same from the moment the client sent it: without the lateness of the client's own timer. */
  readonly sinceSent: number;
}

/** Which requests to make: `count` of them, numbered from `first` on. */
export interface Schedule {
  readonly perSecond: number;
  readonly first: number;
  readonly count: number;
}

/**
 * Sends each request at its time, however slow the answers to earlier ones are: a server that stalls is charged for all who come meanwhile
 * (no coordinated omission).
 * @throws what `send` threw first, once all requests are sent
 */
export async function openLoop<Operation extends string>(
  { perSecond, first, count }: Schedule,
  send: (number: number) => Promise<Operation>,
): Promise<Sample<Operation>[]> {
  const start = performance.now();
  const samples: Promise<Sample<Operation>>[] = [];
  for (let i = 0; i < count; i += 1) {
    const due = start + (i * 1_000) / perSecond;
    const early = due - performance.now();
    // Rounded up: a timer that fires before the request is due would make the answer look faster than it was.
    if (early > 0) await delay(Math.ceil(early));
    const sample = timed(due, () => send(first + i));
    // The rejection is passed on below; until then Node must not take it for an unhandled one.
    sample.catch(() => undefined);
    samples.push(sample);
  }
  return Promise.all(samples);
}

async function timed<Operation extends string>(
  due: number,
  send: () => Promise<Operation>,
): Promise<Sample<Operation>> {
  const sent = performance.now();
  const operation = await send();
  const end = performance.now();
  return { operation, sinceDue: end - due, sinceSent: end - sent };
}
