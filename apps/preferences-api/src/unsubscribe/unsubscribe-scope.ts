/** Implements F6, N8. How much an unsubscribe link can turn off, and on again. Pure. */
import { CHANNELS, type Preferences } from '#contracts';
import type { UnsubscribeClaims } from '#privacy';
import { isChosen, withChannels } from '../preferences/preference-choices.js';

/** From narrow to wide: messages like this one on the link's channel, all of the channel, all there are. */
export const SCOPES = ['type', 'all', 'everything'] as const;

export type Scope = (typeof SCOPES)[number];

type Link = Pick<UnsubscribeClaims, 'channel' | 'type'>;

/** A link that names no type cannot turn one off. */
export function scopesOf({ type }: Link): readonly Scope[] {
  return SCOPES.filter((scope) => scope !== 'type' || type !== null);
}

export function isOff(preferences: Preferences, { channel, type }: Link, scope: Scope): boolean {
  switch (scope) {
    case 'type':
      return type !== null && !isChosen(preferences, type, channel);
    case 'all':
      return !preferences.channels[channel];
    case 'everything':
      return !preferences.globalEnabled;
  }
}

/** @returns the same preferences where there is nothing to change */
export function switched(preferences: Preferences, link: Link, scope: Scope, on: boolean): Preferences {
  if (isOff(preferences, link, scope) !== on) return preferences;
  switch (scope) {
    case 'type':
      return switchedType(preferences, link, on);
    case 'all':
      return { ...preferences, channels: { ...preferences.channels, [link.channel]: on } };
    case 'everything':
      return { ...preferences, globalEnabled: on };
  }
}

function switchedType(preferences: Preferences, { channel, type }: Link, on: boolean): Preferences {
  if (type === null) return preferences;
  const chosen = CHANNELS.filter((each) => (each === channel ? on : isChosen(preferences, type, each)));
  const entries = new Map(Object.entries(preferences.types));
  const entry = withChannels(preferences, type, chosen);
  if (entry === undefined) entries.delete(type);
  else entries.set(type, entry);
  return { ...preferences, types: Object.fromEntries(entries) };
}
