import { z } from 'zod';

const uuid = z.uuid();

/** Where the next page begins. Callers only hand it back: its content may change. */
export function cursorAfter(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

/** Parses a cursor to the id of the last item before it. */
export const cursorSchema = z.string().transform((cursor, context) => {
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (uuid.safeParse(id).success && cursorAfter(id) === cursor) return id;
  context.addIssue('must be a nextCursor that was answered before');
  return z.NEVER;
});
