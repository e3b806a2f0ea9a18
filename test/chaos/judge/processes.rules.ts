import type { Evidence } from './evidence.js';
import type { Finding } from './finding.js';

/** Outages of Kafka and PostgreSQL are waited out: whoever ends without having been killed hides a fault behind its next start. */
export function nobodyGivesUp({ incidents }: Evidence): Finding[] {
  return incidents
    .filter(({ kind }) => kind === 'exited')
    .map(({ replica, at }) => ({ subject: replica, detail: `ended by itself at ${new Date(at).toISOString()}` }));
}
