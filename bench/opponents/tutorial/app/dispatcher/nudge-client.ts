/** Injection token. */
export const NUDGE_CLIENT = Symbol('client that nudges the workers');
