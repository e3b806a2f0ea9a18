import { type LifeEventInput, SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import type { RunningSystem } from '../system.js';
import type { Customer } from './customer.js';

/** What customers do with an email that arrived, one after the other. Some mail programs fetch pictures before anybody looks. */
const HABITS = [
  [],
  [{ event: 'open', afterMs: 2_500 }],
  [
    { event: 'open', afterMs: 1_500 },
    { event: 'click', afterMs: 3_000 },
  ],
  [{ event: 'open', machine: true, afterMs: 900 }],
] as const satisfies readonly (readonly LifeEventInput[])[];

const ARRIVES = [
  { event: 'processed', afterMs: 150 },
  { event: 'delivered', afterMs: 800 },
] as const satisfies readonly LifeEventInput[];

/** Each customer has one habit. */
export async function scriptReaders(cast: readonly Customer[], { urls }: RunningSystem): Promise<void> {
  const sandbox = new SandboxClient(urls['provider-sandbox']);
  const habitOf = (index: number) => HABITS[index % HABITS.length] ?? [];
  await Promise.all(
    cast.map(({ addresses }, index) =>
      sandbox.setLives(addresses.email, { steps: [{ events: [...ARRIVES, ...habitOf(index)] }], repeat: true }),
    ),
  );
}
