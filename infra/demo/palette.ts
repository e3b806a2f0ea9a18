import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colours text, or leaves it as it is where colours are not wanted. */
export type Paint = (style: Style, text: string) => string;

/** For the console. https://no-color.org */
export function paintFor(isTerminal: boolean, noColour: string | undefined): Paint {
  const wanted = isTerminal && (noColour === undefined || noColour === '');
  return wanted ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}
