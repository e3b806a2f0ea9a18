/** Claims, settlements, evidence, revocations and retries by hand in any order, by two workers that may be killed. */
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import { DeliveryWorld } from '../system/model/delivery-world.js';
import { deliveryCommands } from '../system/model/delivery-commands.js';
import { finish } from '../system/model/delivery-invariants.js';
import type { ProviderLedger } from '../system/model/provider-ledger.js';
import { Pipeline } from '../system/pipeline.js';
import { drawSeed } from '../system/seed.js';
import { recordStatuses } from '../system/status-history.js';

const RUNS = Number(process.env['MODEL_RUNS'] ?? 80);
const MOST_COMMANDS = 40;
const WITHIN_MS = 90_000;

describe('whatever happens, in whatever order', () => {
  let pipeline: Pipeline;
  let playing: Promise<void> = Promise.resolve();
  beforeAll(async () => {
    pipeline = await Pipeline.start();
    await recordStatuses(pipeline.database);
  }, 30_000);
  afterAll(async () => {
    // What a time limit interrupts goes on all the same.
    await Promise.allSettled([playing]);
    await pipeline.stop();
  });

  async function play(commands: Iterable<fc.AsyncCommand<ProviderLedger, DeliveryWorld>>): Promise<void> {
    const world = await DeliveryWorld.empty(pipeline);
    await fc.asyncModelRun(() => ({ model: world.ledger, real: world }), commands);
    await finish(world);
  }

  /** Again: MODEL_SEED, and for the smallest failing run MODEL_PATH and MODEL_REPLAY, as a failure prints them. */
  it(
    'AC-15 AC-11 AC-03 every notification moves as it may, is sent no more often than it must, and comes to its end',
    async () => {
      const { MODEL_PATH: path, MODEL_REPLAY: replayPath } = process.env;
      const commands = fc.commands(deliveryCommands, {
        maxCommands: MOST_COMMANDS,
        size: 'max',
        ...(replayPath !== undefined && { replayPath }),
      });
      const property = fc.asyncProperty(commands, (sequence) => (playing = play(sequence)));
      await fc.assert(property, {
        seed: drawSeed('MODEL_SEED'),
        numRuns: RUNS,
        interruptAfterTimeLimit: WITHIN_MS,
        // Or a run that hangs, and one too slow to prove anything, would pass.
        markInterruptAsFailure: true,
        ...(path !== undefined && { path }),
      });
    },
    2 * WITHIN_MS,
  );
});
