/**
 * Implements F3, F5. Preferences as a flat list of choices, each with a name: what a page shows as one control each, what a history tells one by
 * one, and what two changes can be told apart by.
 */
import { CHANNELS, type Channel, NOTIFICATION_TYPES, type NotificationType, type Preferences } from '#contracts';
import type { ChangedChoice } from '#database';

export type SwitchName =
  'globalEnabled' | 'quietHours.enabled' | `channels.${Channel}` | `types.${NotificationType}.${Channel}`;

export type TextName = 'quietHours.start' | 'quietHours.end' | 'timeZone' | 'language';

export type ChoiceName = SwitchName | TextName;

/** A text that is null is not chosen. */
export type Choices = Readonly<Record<SwitchName, boolean> & Record<TextName, string | null>>;

export const TEXT_NAMES = ['quietHours.start', 'quietHours.end', 'timeZone', 'language'] as const;

/** As a page shows them, from top to bottom. */
export const SWITCH_NAMES: readonly SwitchName[] = [
  'globalEnabled',
  ...CHANNELS.map((channel) => `channels.${channel}` as const),
  ...NOTIFICATION_TYPES.flatMap((type) => CHANNELS.map((channel) => `types.${type}.${channel}` as const)),
  'quietHours.enabled',
];

export const CHOICE_NAMES: readonly ChoiceName[] = [...SWITCH_NAMES, ...TEXT_NAMES];

/** Of a type, a channel is chosen unless its entry says otherwise; the channel's own switch is another choice. */
export function choicesOf(preferences: Preferences): Choices {
  const { globalEnabled, channels, quietHours, timeZone, language } = preferences;
  return Object.fromEntries<boolean | string | null>([
    ['globalEnabled', globalEnabled],
    ...CHANNELS.map((channel) => [`channels.${channel}`, channels[channel]] as const),
    ...NOTIFICATION_TYPES.flatMap((type) =>
      CHANNELS.map((channel) => [`types.${type}.${channel}`, isChosen(preferences, type, channel)] as const),
    ),
    ['quietHours.enabled', quietHours.enabled],
    ['quietHours.start', quietHours.start],
    ['quietHours.end', quietHours.end],
    ['timeZone', timeZone],
    ['language', language],
  ]) as Choices;
}

export function isChosen({ types }: Preferences, type: NotificationType, channel: Channel): boolean {
  const entry = types[type];
  return entry === undefined || (entry.enabled && (entry.channels?.includes(channel) ?? true));
}

/**
 * The document that these choices make, not validated. Types that are chosen as before keep their entry as it is.
 * @param current what they were chosen from
 */
export function documentOf(choices: Choices, current: Preferences): unknown {
  return {
    globalEnabled: choices.globalEnabled,
    channels: Object.fromEntries(CHANNELS.map((channel) => [channel, choices[`channels.${channel}`]])),
    types: Object.fromEntries(
      NOTIFICATION_TYPES.flatMap((type) => {
        const chosen = CHANNELS.filter((channel) => choices[`types.${type}.${channel}`]);
        const entry = withChannels(current, type, chosen);
        return entry === undefined ? [] : [[type, entry]];
      }),
    ),
    quietHours: {
      enabled: choices['quietHours.enabled'],
      start: choices['quietHours.start'],
      end: choices['quietHours.end'],
    },
    timeZone: choices.timeZone,
    language: choices.language,
  };
}

/** The entry that a type has when exactly these channels are chosen; undefined: none is needed. */
export function withChannels(
  current: Preferences,
  type: NotificationType,
  chosen: readonly Channel[],
): Preferences['types'][NotificationType] {
  if (CHANNELS.every((channel) => isChosen(current, type, channel) === chosen.includes(channel))) {
    return current.types[type];
  }
  if (chosen.length === CHANNELS.length) return undefined;
  return chosen.length === 0 ? { enabled: false } : { enabled: true, channels: chosen };
}

export function changesBetween(before: Preferences, after: Preferences): ChangedChoice[] {
  return differences(choicesOf(before), choicesOf(after));
}

export function differences(before: Choices, after: Choices): (ChangedChoice & { readonly choice: ChoiceName })[] {
  return CHOICE_NAMES.filter((name) => before[name] !== after[name]).map((name) => ({
    choice: name,
    from: before[name],
    to: after[name],
  }));
}

/** What was chosen before these changes, given in any order of choices but newest first for each. */
export function before(choices: Choices, changes: readonly ChangedChoice[]): Choices {
  return { ...choices, ...Object.fromEntries(changes.map(({ choice, from }) => [choice, from])) };
}

/** Three-way: where `mine` says nothing new over `base`, `theirs` holds. */
export function merge(base: Choices, mine: Choices, theirs: Choices): Choices {
  const own = differences(base, mine).map(({ choice, to }) => [choice, to] as const);
  return { ...theirs, ...Object.fromEntries(own) };
}
