import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import type { DemoRepository, NotificationRow } from './demo.repository.js';
import { differences, type Evidence, rowDifferences } from './judge.js';
import type { Published } from './published.js';
import type { RunResult } from './summary.js';
import type { Upstream } from './upstream.js';

/** Where the traces of a run are. */
export interface Traces {
  readonly published: Published;
  readonly repository: DemoRepository;
  readonly sandbox: SandboxClient;
  readonly upstream: Upstream;
  /** Statuses told on the topic of delivery events, by notification. */
  readonly announced: ReadonlyMap<string, ReadonlySet<string>>;
}

const POLL_MS = 500;
/** Longer than any wait of the demo that ends by itself. */
const STALLED_AFTER_MS = 30_000;
/** A second message where one is right would come about now. */
const LINGER_MS = 1_500;
const WHOLE_LEDGER = 200_000;

/** Waits until everything is as the script says, or until nothing moves any more; then looks once more, at everything. */
export async function aftermathOf(traces: Traces): Promise<RunResult> {
  let seen = '';
  let movedAt = Date.now();
  while (Date.now() - movedAt < STALLED_AFTER_MS) {
    const rows = await rowsOf(traces);
    const state = JSON.stringify([rows, traces.announced.size]);
    if (state !== seen) movedAt = Date.now();
    seen = state;
    if (await isAsScripted(traces, rows)) break;
    await sleep(POLL_MS);
  }
  await sleep(LINGER_MS);
  return resultOf(traces);
}

/** What is cheap to see first. */
async function isAsScripted(traces: Traces, rows: readonly NotificationRow[]): Promise<boolean> {
  if (rowDifferences(traces.published.events, rows).length > 0) return false;
  if (!(await traces.upstream.isConsumed())) return false;
  return (await resultOf(traces)).differences.length === 0;
}

async function resultOf(traces: Traces): Promise<RunResult> {
  const { published, announced } = traces;
  const rows = await rowsOf(traces);
  const evidence = { rows, announced, ...(await ledgerOf(traces, rows)), ...(await silenceOf(traces)) };
  const unread = (await traces.upstream.isConsumed()) ? [] : ['the dispatcher has not read all events'];
  return {
    publications: published.kinds,
    rows,
    accepted: evidence.messages.length,
    differences: [...unread, ...differences(published.events, evidence)],
  };
}

function rowsOf({ published, repository }: Traces): Promise<NotificationRow[]> {
  return repository.notificationsOf([...new Set(published.events.map(({ orderId }) => orderId))]);
}

type LedgerEvidence = Pick<Evidence, 'messages' | 'requests' | 'forgotten' | 'strangers'>;

/** An earlier run on the same data may have messages in this ledger: its quiet hours ended. */
async function ledgerOf({ sandbox, repository }: Traces, rows: readonly NotificationRow[]): Promise<LedgerEvidence> {
  const [messages, requests] = await Promise.all([
    sandbox.messages({ limit: WHOLE_LEDGER }),
    sandbox.requests({ limit: WHOLE_LEDGER }),
  ]);
  const ours = new Set<string | null>(rows.map(({ id }) => id));
  const others = messages.items
    .map(({ notificationId }) => notificationId ?? 'without an id')
    .filter((id) => !ours.has(id));
  const known = await repository.knownOf(others);
  return {
    messages: messages.items.filter(({ notificationId }) => ours.has(notificationId)),
    requests: requests.items.filter(({ notificationId }) => ours.has(notificationId)),
    forgotten: messages.forgotten + requests.forgotten,
    strangers: others.filter((id) => !known.has(id)),
  };
}

async function silenceOf({ published, repository }: Traces): Promise<Pick<Evidence, 'rejections' | 'uncalledFor'>> {
  return {
    uncalledFor: await repository.notificationsOf(published.silentOrderIds),
    rejections: await Promise.all(published.malformedPlaces.map((place) => repository.rejectionAt(place))),
  };
}
