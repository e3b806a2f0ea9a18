import type { StreamNotification, StreamStatus } from '../src/index.js';
import type { DemoCustomer } from './demo-session.js';

const CONNECTION = {
  connecting: 'Connecting…',
  online: 'Live',
  offline: 'Offline, trying again',
  closed: 'Disconnected',
} as const satisfies Record<StreamStatus['state'], string>;

export function connectionWords({ state }: StreamStatus): string {
  return CONNECTION[state];
}

export function bellWords(unread: number): string {
  return unread === 0 ? 'Notifications' : `Notifications, ${String(unread)} unread`;
}

/**
 * @param at RFC 3339
 * @param timeZone the customer's, in which the texts name their times; absent: the device's
 */
export function timeWords(at: string, timeZone?: string): string {
  const format = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit', timeZone } as const;
  return new Date(at).toLocaleString(undefined, format);
}

/** For those who hear a button and do not see what it stands beside. */
export function actionWords(action: string, { title, data }: StreamNotification): string {
  return `${action}: ${title}, ${data.orderNumber}`;
}

/** @returns the text in pieces; every second one is the order's number, which is not to be broken at its hyphen */
export function bodyPieces({ body, data }: StreamNotification): string[] {
  return body.split(data.orderNumber).flatMap((piece, index) => (index === 0 ? [piece] : [data.orderNumber, piece]));
}

const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language' });

/** The messages are in that language; the words of this page are English. */
export function customerWords({ name, language }: DemoCustomer): string {
  return `${name}, who reads ${LANGUAGES.of(language) ?? language}`;
}
