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
