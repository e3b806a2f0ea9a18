/** Implements F9. What can be paused, by name. */
import type { Channel, NotificationType } from '#contracts';
import { CHANNEL_NAMES, TYPE_NAMES } from '../format/words.js';
import type { Control, Controls } from './operate.types.js';

export interface Scope {
  readonly key: string;
  readonly name: string;
  /** In the middle of a sentence. */
  readonly what: string;
  readonly group: 'Everything' | 'Channels' | 'Types';
  readonly control: (controls: Controls) => Control;
  /** The request that sets it. */
  readonly change: (setting: { readonly paused: boolean; readonly reason?: string }) => object;
}

const channels = (Object.keys(CHANNEL_NAMES) as Channel[]).map((channel): Scope => ({
  key: channel,
  name: CHANNEL_NAMES[channel],
  what: { email: 'emails', sms: 'text messages', in_app: 'in-app messages' }[channel],
  group: 'Channels',
  control: (controls) => controls.channels[channel],
  change: (setting) => ({ channels: { [channel]: setting } }),
}));

const types = (Object.keys(TYPE_NAMES) as NotificationType[]).map((type): Scope => ({
  key: type,
  name: TYPE_NAMES[type],
  what: `“${TYPE_NAMES[type]}” on every channel`,
  group: 'Types',
  control: (controls) => controls.types[type],
  change: (setting) => ({ types: { [type]: setting } }),
}));

export const SCOPES: readonly Scope[] = [
  {
    key: 'all',
    name: 'Everything',
    what: 'every notification',
    group: 'Everything',
    control: (controls) => controls.all,
    change: (setting) => ({ all: setting }),
  },
  ...channels,
  ...types,
];
