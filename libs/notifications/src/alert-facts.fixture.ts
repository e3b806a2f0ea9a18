import type { AlertFacts } from './alert-evaluation.js';

/** Nothing that any rule would raise. */
export const QUIET_FACTS: AlertFacts = {
  objectives: [],
  calls: [],
  deliveries: [],
  reports: [],
  waiting: [],
  accountFaults: [],
  templateErrors: [],
  halts: [],
  pauses: [],
  deadLetters: 0,
  rejectedEvents: 0,
  defaultPartitionRows: 0,
  consumers: [],
};
