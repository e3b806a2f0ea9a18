import { readNews } from '../system/news-reader.js';
import type { Devices } from './devices.js';
import type { RawEvidence } from './judge/evidence.js';
import type { RecordingProxy } from './recording-proxy.js';
import type { SandboxLedger } from './sandbox-ledger.js';
import type { Tables } from './tables.js';
import { type Call, type LookUp, type Report, isCall, isLookUp } from './wires.js';

type Known = Pick<RawEvidence, 'profile' | 'events' | 'customers' | 'incidents' | 'freezes' | 'databaseOutages'>;

/** Where a run left its traces, beside what whoever drove it knows anyway. */
interface Sources extends Known {
  readonly tables: Tables;
  readonly ledger: SandboxLedger;
  readonly devices: Devices;
  readonly kafkaBrokers: string;
  /** By replica. */
  readonly calls: ReadonlyMap<string, RecordingProxy<Call | LookUp>>;
  readonly reports: RecordingProxy<Report>;
}

/** Reads every place that keeps a record of a run, as it is now. */
export async function collectEvidence(sources: Sources): Promise<RawEvidence> {
  const { tables, ledger, devices, kafkaBrokers, calls, reports, ...known } = sources;
  const judgedAt = Date.now();
  const [rows, attempts, dailyCounts, figureFaults, inboxFaults, news] = await Promise.all([
    tables.notifications(),
    tables.attempts(),
    tables.dailyCounts(),
    tables.figureFaults(),
    tables.inboxFaults(),
    readNews(kafkaBrokers),
  ]);
  const [messages, requests] = [await ledger.messages(), await ledger.requests()];
  return {
    ...known,
    judgedAt,
    ...{ rows, attempts, dailyCounts, figureFaults, inboxFaults, news },
    ...{ messages: messages.items, requests: requests.items, forgotten: messages.forgotten + requests.forgotten },
    calls: new Map([...calls].map(([replica, { exchanges }]) => [replica, exchanges.filter(isCall)])),
    lookUps: [...calls.values()].flatMap(({ exchanges }) => exchanges.filter(isLookUp)),
    reports: reports.exchanges,
    devices: devices.records(),
  };
}
