/** Implements F3, F5. A change of a choice in words. */
import { CHANNELS, LANGUAGES, NOTIFICATION_TYPES } from '#contracts';
import type { ChangedChoice } from '#database';
import { CHANNEL_NAMES, TYPE_NAMES } from '../pages/notification-names.js';
import type { Sheet } from './sheet.js';
import { LANGUAGE_NAMES } from './preference-page.wording.js';
import { cityOf } from './time-zone-names.js';

type Worded = Pick<Sheet, 'words' | 'language'>;

export interface WordedChange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export function wordedChange(worded: Worded, { choice, from, to }: ChangedChoice): WordedChange {
  return { name: nameOf(worded, choice), from: valueOf(worded, choice, from), to: valueOf(worded, choice, to) };
}

function nameOf({ words, language }: Worded, choice: string): string {
  const channel = CHANNELS.find((each) => choice.endsWith(`.${each}`));
  const type = NOTIFICATION_TYPES.find((each) => choice.startsWith(`types.${each}.`));
  if (channel === undefined) return (words.history.names as Readonly<Record<string, string>>)[choice] ?? choice;
  if (type === undefined) return words.channels.names[channel];
  return `${TYPE_NAMES[language][type]} (${CHANNEL_NAMES[language][channel]})`;
}

function valueOf({ words, language }: Worded, choice: string, value: ChangedChoice['from']): string {
  if (typeof value === 'boolean') return value ? words.history.on : words.history.off;
  if (value === null) return words.automatic(null);
  if (choice === 'timeZone') return cityOf(value, language);
  const spoken = LANGUAGES.find((each) => each === value);
  return spoken === undefined ? value : LANGUAGE_NAMES[spoken];
}
