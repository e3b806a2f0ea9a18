/** Compares what devices were given with what is in the inboxes. */
import { groupBy } from '../../infra/demo/group-by.js';
import type { DeviceLog } from './crowd.js';

/** A message that has arrived in an inbox. */
export interface ArrivedRow {
  readonly id: string;
  readonly userId: string;
  readonly seq: number;
}

/** How often the stream broke its word; over all devices. */
export interface Faults {
  /** Messages a device was never given. */
  readonly lost: number;
  /** Messages a device was given more than once. */
  readonly repeated: number;
  /** Messages given after one with a higher position. */
  readonly disordered: number;
  /** Messages that are not in the device's inbox, or not at the position they were given with. */
  readonly foreign: number;
  /** Devices whose last unread count is not what is unread. */
  readonly miscounted: number;
}

/** @param rows all of them; nobody has read any */
export function judge(rows: readonly ArrivedRow[], logs: readonly DeviceLog[]): Faults {
  const inboxes = groupBy(rows, ({ userId }) => userId);
  const faults = logs.map((log) => faultsOf(log, inboxes.get(log.userId) ?? []));
  const sum = (name: keyof Faults) => faults.reduce((total, one) => total + one[name], 0);
  return {
    lost: sum('lost'),
    repeated: sum('repeated'),
    disordered: sum('disordered'),
    foreign: sum('foreign'),
    miscounted: sum('miscounted'),
  };
}

export const isFaultless = (faults: Faults): boolean => Object.values(faults).every((count) => count === 0);

function faultsOf({ receipts, unread }: DeviceLog, inbox: readonly ArrivedRow[]): Faults {
  const positions = new Map(inbox.map(({ id, seq }) => [id, seq]));
  const given = new Set<string>();
  let [repeated, disordered, foreign, highest] = [0, 0, 0, 0];
  for (const { id, seq } of receipts) {
    if (positions.get(id) !== seq) foreign += 1;
    if (given.has(id)) repeated += 1;
    else if (seq <= highest) disordered += 1;
    given.add(id);
    highest = Math.max(highest, seq);
  }
  const lost = inbox.filter(({ id }) => !given.has(id)).length;
  return { lost, repeated, disordered, foreign, miscounted: unread === inbox.length ? 0 : 1 };
}
