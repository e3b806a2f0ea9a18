/** Implements F1. The ways to reach a customer, in the order in which an event plans them. */
export const CHANNELS = ['email', 'sms', 'in_app'] as const;

export type Channel = (typeof CHANNELS)[number];
