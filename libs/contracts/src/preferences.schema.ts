/** Implements F3. The preferences document, as customers read and write it. */
import { z } from 'zod';
import { CHANNELS } from './channels.js';
import { timeOfDay } from './fields.schema.js';
import { LANGUAGES } from './languages.js';
import { NOTIFICATION_TYPES } from './notification-types.js';
import { isKnownTimeZone } from './time-zone.js';

/** What a customer who never chose anything has. */
export const DEFAULT_PREFERENCES = {
  globalEnabled: true,
  channels: { email: true, sms: false, in_app: true },
  types: {},
  quietHours: { enabled: true, start: '22:00', end: '08:00' },
  timeZone: null,
  language: null,
} as const satisfies Preferences;

const timeZone = z.string().max(64).refine(isKnownTimeZone, 'must be an IANA time zone such as "Europe/Madrid"');

const typePreference = z.strictObject({
  enabled: z.boolean().default(true),
  /** Absent: follows the channel switches. */
  channels: z
    .array(z.enum(CHANNELS))
    .max(CHANNELS.length)
    .refine((channels) => new Set(channels).size === channels.length, 'must not name a channel twice')
    .optional(),
});

const channelSwitches = z.strictObject({
  email: z.boolean().default(DEFAULT_PREFERENCES.channels.email),
  sms: z.boolean().default(DEFAULT_PREFERENCES.channels.sms),
  in_app: z.boolean().default(DEFAULT_PREFERENCES.channels.in_app),
});

const quietHours = z.strictObject({
  enabled: z.boolean().default(DEFAULT_PREFERENCES.quietHours.enabled),
  start: timeOfDay().default(DEFAULT_PREFERENCES.quietHours.start),
  end: timeOfDay().default(DEFAULT_PREFERENCES.quietHours.end),
});

/** Body of PUT, and the result of applying a merge patch: what is omitted goes back to its default. */
export const preferencesInputSchema = z
  .strictObject({
    globalEnabled: z.boolean().default(DEFAULT_PREFERENCES.globalEnabled),
    channels: channelSwitches.prefault({}),
    types: z.partialRecord(z.enum(NOTIFICATION_TYPES), typePreference).default({}),
    quietHours: quietHours.prefault({}),
    timeZone: timeZone.nullable().default(null),
    language: z.enum(LANGUAGES).nullable().default(null),
  })
  .meta({ id: 'PreferencesInput' });

/** What GET answers. `updatedAt` is null until the first change. */
export const preferencesDocumentSchema = preferencesInputSchema
  .extend({ updatedAt: z.iso.datetime().nullable() })
  .meta({ id: 'Preferences' });

export interface TypePreference {
  readonly enabled: boolean;
  readonly channels?: readonly (typeof CHANNELS)[number][] | undefined;
}

/** The choices of one customer. */
export interface Preferences {
  readonly globalEnabled: boolean;
  readonly channels: Readonly<Record<(typeof CHANNELS)[number], boolean>>;
  readonly types: Readonly<Partial<Record<(typeof NOTIFICATION_TYPES)[number], TypePreference>>>;
  /** Local times of day, `[start, end)`; equal ones mean no quiet hours. */
  readonly quietHours: { readonly enabled: boolean; readonly start: string; readonly end: string };
  /** IANA name; null: taken from the directory or the event. */
  readonly timeZone: string | null;
  /** null: taken from the event or the directory. */
  readonly language: (typeof LANGUAGES)[number] | null;
}

export type PreferencesDocument = z.infer<typeof preferencesDocumentSchema>;
