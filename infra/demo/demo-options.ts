import { LauncherError } from '../launcher.error.js';

/** How the demo is played. */
export interface DemoOptions {
  /** Events to publish; undefined: on and on. */
  readonly events: number | undefined;
  /** Events a second. */
  readonly rate: number;
  /** End after the summary, with an exit code that says whether everything is as it should be. */
  readonly exit: boolean;
}

/** Options as they stand on the command line. */
export interface DemoArguments {
  readonly events?: string | undefined;
  readonly rate?: string | undefined;
  readonly exit: boolean;
}

/** An endless demo is for reading along, a counted one for its result. */
const DEFAULT_RATE = { endless: 3, counted: 10 } as const;
const DEFAULT_EVENTS_TO_EXIT = 200;

/**
 * Settings of the apps for a demo: retries that a spectator can wait for, and no daily cap, which a demo's few customers
 * would soon reach.
 */
export const DEMO_SETTINGS = {
  EMAIL_RETRY_DELAYS: '2s,4s,6s',
  SMS_RETRY_DELAYS: '2s,4s,6s',
  IN_APP_RETRY_DELAYS: '2s,4s,6s',
  DAILY_CAP: '1000000',
} as const satisfies Readonly<Record<string, string>>;

/** @throws LauncherError */
export function parseDemoOptions({ events, rate, exit }: DemoArguments): DemoOptions {
  const count = events === undefined ? undefined : positive('--events', events, Number.isSafeInteger);
  const bounded = count ?? (exit ? DEFAULT_EVENTS_TO_EXIT : undefined);
  const usual = bounded === undefined ? DEFAULT_RATE.endless : DEFAULT_RATE.counted;
  return { events: bounded, rate: rate === undefined ? usual : positive('--rate', rate, Number.isFinite), exit };
}

function positive(name: string, text: string, isFit: (number: number) => boolean): number {
  const number = Number(text);
  if (number > 0 && isFit(number)) return number;
  throw new LauncherError(`${name} must be a number above 0 (events: a whole one), not "${text}".`, [
    `For example: npm run demo -- ${name} 20`,
  ]);
}
