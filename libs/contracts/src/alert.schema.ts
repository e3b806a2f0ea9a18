/** Implements F5, AC-17. An alert as the dashboard, the alert topic and the outgoing webhook show it. */
import { z } from 'zod';

/** `page`: somebody has to look now. `ticket`: within the day. */
export const ALERT_SEVERITIES = ['page', 'ticket'] as const;

export const ALERT_STATES = ['raised', 'resolved'] as const;

export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

export const alertSchema = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ examples: ['ProviderCallsFailing'] }),
    /** What it is about: a channel, a topic, a table; empty: the service as a whole. */
    subject: z.string(),
    severity: z.enum(ALERT_SEVERITIES),
    state: z.enum(ALERT_STATES),
    /** In words, with the figure. No personal data. */
    detail: z.string(),
    value: z.number().nullable(),
    threshold: z.number().nullable(),
    raisedAt: z.iso.datetime(),
    resolvedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Alert' });

export type Alert = z.infer<typeof alertSchema>;
