/** Implements F7, F9. What a notification waits for, in words for those who serve customers. */
import type { Channel, NotificationType } from '#contracts';
import type { Halt, Pause, PauseScope } from '#database';
import { type PossibleZones, haveOneClock, providerError } from '#notifications';
import { clockTime, localTime } from './local-time.js';
import { CHANNEL_WORDS, typeWords } from './reason-words.js';

/**
 * `23:10 in Madrid, quiet until 08:00`.
 * @param since when it was decided; null: not known
 */
export function quietWords(zones: PossibleZones, since: Date | null, until: Date): string {
  const [main] = zones;
  const words =
    since === null
      ? `quiet until ${localTime(main, until, until)}`
      : `${localTime(main, since, until)}, quiet until ${clockTime(main, until, since)}`;
  const several = `: the number may be in any of ${zones.length} time zones, and it has to be day in all of them`;
  return haveOneClock(zones, until) ? words : `${words}${several}`;
}

export function scopeWords(scope: PauseScope): string {
  if (scope === 'all') return 'everything';
  return Object.hasOwn(CHANNEL_WORDS, scope)
    ? CHANNEL_WORDS[scope as Channel].many
    : typeWords(scope as NotificationType);
}

/** The pause that holds a notification back: the widest, for the others do not matter while it lasts. */
export function pauseOn(pauses: readonly Pause[], channel: Channel, type: NotificationType): Pause | undefined {
  return (['all', channel, type] as const)
    .map((scope) => pauses.find((pause) => pause.scope === scope))
    .find((pause) => pause !== undefined);
}

/** `olga paused text messages at 10:02 in Madrid (SendGrid incident)`. */
export function pauseWords({ scope, actor, reason, since }: Pause, zone: string, now: Date): string {
  const why = reason === null ? '' : ` (${reason})`;
  return `${actor} paused ${scopeWords(scope)} at ${localTime(zone, since, now)}${why}`;
}

/** `Twilio fails for everyone since 10:02 in Madrid`. */
export function haltWords(channel: Channel, { reason, since }: Halt, zone: string, now: Date): string {
  const { provider, many } = CHANNEL_WORDS[channel];
  const when = `since ${localTime(zone, since, now)}`;
  if (reason === 'provider_failing') return `${provider} fails for everyone ${when}`;
  const why = providerError(reason)?.reason ?? `${provider} refuses our account.`;
  return `${many} are held back ${when}: ${why.replace(/\.$/, '')}`;
}
