/** The process with all devices. */
import { setTimeout as delay } from 'node:timers/promises';
import { signAccessToken } from '../../infra/access-token.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { customerId, customersOf } from './customers.js';
import { Device, type Receipt } from './device.js';
import { ownCpu, serveTasks } from './helper.js';

export interface Opening {
  readonly devices: number;
  readonly addresses: readonly string[];
  readonly perSecond: number;
}

/** What one device has to say in the end. */
export interface DeviceLog {
  readonly userId: string;
  readonly receipts: readonly Receipt[];
  readonly unread: number | null;
}

export interface Presence {
  /** Devices that are connected and have been told everything they had missed. */
  readonly upToDate: number;
  /** Messages all of them were given so far. */
  readonly received: number;
}

/** What happened since the last time somebody asked. */
export interface Comings {
  /** Milliseconds, one for each time a device came back. */
  readonly absences: number[];
  /** How often devices were turned away or asked to come back, by code. */
  readonly partings: Readonly<Record<string, number>>;
}

const TICK_MS = 20;

let devices: readonly Device[] = [];

const tasks = {
  /** Devices are connected one after another, evenly; resolves when the last one has begun to. */
  open: async (opening: Opening): Promise<void> => {
    devices = await createDevices(opening);
    const perTick = (opening.perSecond * TICK_MS) / 1_000;
    for (let begun = 0; begun < devices.length; begun += perTick) {
      for (const device of devices.slice(Math.ceil(begun), Math.ceil(begun + perTick))) device.connect();
      await delay(TICK_MS);
    }
  },
  presence: (): Promise<Presence> =>
    Promise.resolve({
      upToDate: devices.filter(({ isUpToDate }) => isUpToDate).length,
      received: devices.reduce((sum, { receipts }) => sum + receipts.length, 0),
    }),
  cut: (): Promise<void> => {
    for (const device of devices) device.cut();
    return Promise.resolve();
  },
  /** Evenly; cuts off those that belong to another replica now. */
  spread: (addresses: readonly string[]): Promise<void> => {
    devices.forEach((device, i) => device.moveTo(addresses, i % addresses.length));
    return Promise.resolve();
  },
  comings: (): Promise<Comings> => {
    const absences = devices.flatMap((device) => device.absences.splice(0));
    const partings: Record<string, number> = {};
    for (const code of devices.flatMap((device) => device.partings.splice(0)))
      partings[code] = (partings[code] ?? 0) + 1;
    return Promise.resolve({ absences, partings });
  },
  logs: (): Promise<DeviceLog[]> =>
    Promise.resolve(devices.map(({ userId, receipts, unread }) => ({ userId, receipts, unread }))),
  cpu: (): Promise<number> => Promise.resolve(ownCpu()),
};

export type CrowdTasks = typeof tasks;

/** Customers have one device each, and the first of them another one as long as there are devices left. */
async function createDevices({ devices: count, addresses }: Opening): Promise<Device[]> {
  const env = developmentSettings();
  const customers = customersOf(count);
  const tokens = await Promise.all(
    Array.from({ length: customers }, (_, i) => signAccessToken(env, { subject: customerId(i) })),
  );
  return Array.from({ length: count }, (_, i) => {
    const customer = i % customers;
    return new Device(customerId(customer), tokens[customer] ?? '', addresses, i);
  });
}

serveTasks(tasks);
