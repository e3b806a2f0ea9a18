import { CHANNELS, type Channel } from '#contracts';
import { ROLES, type Role } from '../opponents/contender.js';

export interface Case {
  /** Each event is sent by these. */
  readonly channels: readonly Channel[];
  /** The processes that run. */
  readonly roles: readonly Role[];
  /** What is counted, and has an end to be timed. */
  readonly counts: 'planned' | 'sent';
}

export const CASES = {
  email: { channels: ['email'], roles: ROLES, counts: 'sent' },
  sms: { channels: ['sms'], roles: ROLES, counts: 'sent' },
  'in-app': { channels: ['in_app'], roles: ROLES, counts: 'sent' },
  mixed: { channels: CHANNELS, roles: ROLES, counts: 'sent' },
  /** Rows and nudges, which nobody reads. */
  dispatcher: { channels: CHANNELS, roles: ['dispatcher'], counts: 'planned' },
} as const satisfies Record<string, Case>;

export type CaseName = keyof typeof CASES;

/** How many of what is counted an event makes. */
export const madeOfEvent = ({ channels, counts }: Case): number => (counts === 'planned' ? 1 : channels.length);
