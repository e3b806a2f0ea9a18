/** The apps of the system, as the launcher starts them; `port` is preferred, the next free one is taken instead. */
export const APPLICATIONS = [
  { name: 'provider-sandbox', port: 4010 },
  { name: 'preferences-api', port: 3000 },
  { name: 'in-app-worker', port: 3001 },
  { name: 'dispatcher', port: 3002 },
  { name: 'email-worker', port: 3003 },
  { name: 'sms-worker', port: 3004 },
] as const satisfies readonly { readonly name: string; readonly port: number }[];

/** Name of an app: its folder in `apps/`. */
export type ApplicationName = (typeof APPLICATIONS)[number]['name'];

/**
 * Arguments of `node` for every app. Under load most objects live for the time of a request to the database or a provider: with room for
 * them, in MiB, they are gone before they are moved to where collecting is dear. See docs/performance.md.
 */
export const NODE_ARGUMENTS = ['--max-semi-space-size=64'] as const;
