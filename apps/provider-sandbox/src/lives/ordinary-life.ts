import { randomInt } from 'node:crypto';
import type { Provider } from '../ledger/ledger-entries.js';
import type { LifeEvent } from './life.schema.js';

/** What happens to a message that arrives, and the milliseconds between which it does. */
const STAGES = {
  sendgrid: [
    { event: 'processed', between: [50, 300] },
    { event: 'delivered', between: [300, 1_500] },
  ],
  twilio: [
    { event: 'queued', between: [10, 50] },
    { event: 'sent', between: [50, 500] },
    { event: 'delivered', between: [500, 2_000] },
  ],
} as const satisfies Record<Provider, readonly { event: LifeEvent['event']; between: readonly [number, number] }[]>;

export function ordinaryEvents(provider: Provider): readonly LifeEvent[] {
  return STAGES[provider].map(({ event, between: [least, most] }) => ({ event, afterMs: randomInt(least, most) }));
}
