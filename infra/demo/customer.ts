import type { Language, NotificationType, OrderRecipient } from '#contracts';
import { CAST, type CastMember, type PreferencesInput } from './cast.js';
import type { ByChannel, Expectation } from './expectation.js';

/** One start of the demo. Ids differ from run to run, so that earlier runs on the same data disturb nothing. */
export interface Run {
  /** Lower-case letters and digits. */
  readonly id: string;
  /** Four digits, the end of every phone number. */
  readonly phoneEnding: string;
  readonly startedAt: Date;
}

/** A member of the cast in one run. */
export interface Customer extends Pick<CastMember, 'name' | 'about' | 'timeZone' | 'currency'> {
  readonly userId: string;
  readonly readsIn: Language;
  /** Where the providers should be asked to send, if at all. */
  readonly addresses: { readonly email: string; readonly sms: string | undefined };
  /** What each order event says; undefined: nothing. */
  readonly recipient: OrderRecipient | undefined;
  /** What the directory is told; undefined: nothing. */
  readonly directory: OrderRecipient | undefined;
  /** What the customer chose; undefined: nothing. */
  readonly preferences: PreferencesInput | undefined;
  readonly faults: NonNullable<CastMember['faults']>;
  /** The end of the quiet hours the customer is in; undefined: of no matter. */
  readonly quietUntil: Date | undefined;
  expectationsFor(type: NotificationType): ByChannel<Expectation>;
}

/** The id machines use for an order and the number people use. */
export interface OrderName {
  readonly orderId: string;
  readonly orderNumber: string;
}

/** @param count from 1 */
export function orderNamed(run: Run, count: number): OrderName {
  const orderNumber = `A-${1_000 + count}`;
  return { orderNumber, orderId: `${run.id}.${orderNumber}` };
}

/** @param orderId as `orderNamed` made it */
export function orderNumberOf(orderId: string): string {
  return orderId.slice(orderId.indexOf('.') + 1);
}

const HOUR_MS = 3_600_000;

export function castOf(run: Run): Customer[] {
  return CAST.map((member) => enter(member, run));
}

function enter(member: CastMember, run: Run): Customer {
  const { name, about, timeZone, currency, readsIn, knownFrom, faults = {}, quietHours } = member;
  const key = name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
  const phone = member.phone?.replace('####', run.phoneEnding);
  const contact: OrderRecipient = {
    email: `${key}.${run.id}@example.com`,
    ...(phone === undefined ? {} : { phone }),
    name,
    language: member.language,
    timeZone,
  };
  return {
    ...{ name, about, timeZone, currency, readsIn, faults },
    userId: `${key}-${run.id}`,
    addresses: { email: `${key}.${run.id}@example.com`, sms: phone },
    recipient: knownFrom.includes('event') ? contact : undefined,
    directory: knownFrom.includes('directory') ? contact : undefined,
    preferences: preferencesOf(member, run),
    quietUntil: quietHours === undefined ? undefined : hoursAfter(run.startedAt, quietHours.to),
    expectationsFor: (type) => member.exceptions?.[type] ?? member.expects,
  };
}

function preferencesOf({ preferences, quietHours, timeZone }: CastMember, run: Run): PreferencesInput | undefined {
  if (quietHours === undefined) return preferences;
  const timeAfter = (hours: number): string => timeOfDay(hoursAfter(run.startedAt, hours), timeZone);
  return { ...preferences, quietHours: { start: timeAfter(quietHours.from), end: timeAfter(quietHours.to) } };
}

/** Counted from the full hour before, which is one in the customer's zone too where zones differ by whole hours. */
function hoursAfter(start: Date, hours: number): Date {
  return new Date((Math.floor(start.getTime() / HOUR_MS) + hours) * HOUR_MS);
}

/** @returns what a clock in the zone shows, `HH:MM` */
export function timeOfDay(at: Date, timeZone: string): string {
  return at.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
