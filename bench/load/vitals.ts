import type { LoadSystem } from './load-system.js';

/** What a process holds. */
export interface Vitals {
  readonly megabytes: number;
  readonly heapMegabytes: number;
  /** Files, pipes and connections; 0 where it cannot be told. */
  readonly descriptors: number;
  /** To PostgreSQL. */
  readonly connections: number;
}

const BYTES_PER_MEGABYTE = 1_048_576;

/** As the apps say themselves, by the name of the replica. */
export async function vitalsOf({ apps }: LoadSystem): Promise<Record<string, Vitals>> {
  const entries = apps.map(async (app) => {
    const page = await app.metrics();
    const megabytes = (metric: string) => Math.round(page.sum(metric) / BYTES_PER_MEGABYTE);
    const vitals: Vitals = {
      megabytes: megabytes('process_resident_memory_bytes'),
      heapMegabytes: megabytes('nodejs_heap_size_used_bytes'),
      descriptors: page.sum('process_open_fds'),
      connections: page.sum('db_client_connection_count'),
    };
    return [app.place.name, vitals] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
