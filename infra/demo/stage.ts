import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import { LauncherError } from '../launcher.error.js';
import type { RunningSystem } from '../system.js';
import { signAccessToken } from '../access-token.js';
import type { FaultPlan } from './cast.js';
import type { Customer, Run } from './customer.js';
import type { DemoRepository } from './demo.repository.js';
import { scriptReaders } from './readers.js';
import type { Upstream } from './upstream.js';

const KNOWN_WITHIN_MS = 30_000;
const POLL_MS = 100;
/** In a demo without end, a fault that happens once comes again after this many requests. */
const FAULT_EVERY = 15;

/** Makes the customers known, lets them choose what they want, and tells the sandbox what shall go wrong, and who reads emails. */
export async function setTheStage(
  cast: readonly Customer[],
  run: Run,
  system: RunningSystem,
  { upstream, repository, endless }: { upstream: Upstream; repository: DemoRepository; endless: boolean },
): Promise<void> {
  await fillDirectory(cast, run, upstream, repository);
  // After the directory: switching SMS on is consent for the number known then.
  await Promise.all(cast.map((customer) => choosePreferences(customer, system)));
  await Promise.all(cast.map((customer) => scriptFaults(customer, system, endless)));
  await scriptReaders(cast, system);
}

async function fillDirectory(
  cast: readonly Customer[],
  run: Run,
  upstream: Upstream,
  repository: DemoRepository,
): Promise<void> {
  const events = cast.flatMap(({ userId, directory }) =>
    directory === undefined
      ? []
      : [
          {
            type: 'customer.upserted' as const,
            id: `directory-${userId}`,
            time: run.startedAt,
            data: { ...directory, userId },
          },
        ],
  );
  await upstream.publishCustomerEvents(events);
  const userIds = events.map(({ data }) => data.userId);
  const deadline = Date.now() + KNOWN_WITHIN_MS;
  while ((await repository.countRecipients(userIds)) < userIds.length) {
    if (Date.now() > deadline) throw new LauncherError('The dispatcher does not fill the directory.');
    await sleep(POLL_MS);
  }
}

async function choosePreferences({ userId, preferences }: Customer, { env, urls }: RunningSystem): Promise<void> {
  if (preferences === undefined) return;
  const response = await fetch(`${urls['preferences-api']}/api/v2/notifications/preferences`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${await signAccessToken(env, { subject: userId })}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(preferences),
  });
  if (!response.ok) {
    throw new LauncherError(`The preferences API does not take the preferences of ${userId} (${response.status}).`, [
      await response.text(),
    ]);
  }
}

async function scriptFaults({ addresses, faults }: Customer, { urls }: RunningSystem, endless: boolean): Promise<void> {
  const sandbox = new SandboxClient(urls['provider-sandbox']);
  const { email, sms } = faults;
  if (email !== undefined) await sandbox.setFaults(addresses.email, faultScript(email, endless));
  if (sms !== undefined && addresses.sms !== undefined) {
    await sandbox.setFaults(addresses.sms, faultScript(sms, endless));
  }
}

function faultScript({ steps, when }: FaultPlan, endless: boolean) {
  if (when === 'always') return { steps: [...steps], repeat: true };
  const calm = Array.from({ length: FAULT_EVERY }, () => ({ kind: 'ok' as const }));
  return { steps: [...steps, ...calm], repeat: endless };
}
