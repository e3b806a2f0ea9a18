/** Implements F9. What operators can hold back. */
import { CHANNELS, NOTIFICATION_TYPES, text } from '#contracts';
import { z } from 'zod';

const setting = z.strictObject({
  paused: z.boolean(),
  /** Why it is paused; ignored when it is resumed, and when it was paused before. */
  reason: text(256).optional(),
});

export type ControlSetting = z.output<typeof setting>;

export const controlsChangeSchema = z
  .strictObject({
    all: setting.optional(),
    channels: z.partialRecord(z.enum(CHANNELS), setting).default({}),
    types: z.partialRecord(z.enum(NOTIFICATION_TYPES), setting).default({}),
  })
  .meta({ id: 'ControlsChange' });

export type ControlsChange = z.output<typeof controlsChangeSchema>;

const control = z
  .object({
    paused: z.boolean(),
    reason: z.string().nullable(),
    /** Subject of the token that paused it. */
    by: z.string().nullable(),
    since: z.iso.datetime().nullable(),
    /** Notifications on their way that it holds back, or would. */
    waiting: z.int(),
  })
  .meta({ id: 'Control' });

export type Control = z.output<typeof control>;

/** A notification waits while any of the three is paused: everything, its channel, its type. */
export const controlsSchema = z
  .object({
    all: control,
    channels: z.record(z.enum(CHANNELS), control),
    types: z.record(z.enum(NOTIFICATION_TYPES), control),
  })
  .meta({ id: 'Controls' });

export type ControlsDocument = z.output<typeof controlsSchema>;
