import { z } from 'zod';

/** The last instant that a `Date` holds, in milliseconds. */
const LATEST = 8_640_000_000_000_000;

/** An instant within a position. */
export const instantPosition = z
  .int()
  .min(0)
  .max(LATEST)
  .transform((ms) => new Date(ms));

/** Where the next page begins. Callers only hand it back: its content may change. */
export function cursorOf(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Parses what `cursorOf` made of positions of this shape. */
export function positionCursor<T extends z.ZodType>(position: T) {
  return z.string().transform((cursor, context): z.output<T> => {
    const parsed = position.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
    if (parsed.success) return parsed.data;
    context.addIssue('must be a nextCursor that was answered before');
    return z.NEVER;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
