import { createHash } from 'node:crypto';
import pg from 'pg';

/** Texts are constants of the repositories: their number is small, and does not grow with use. */
const names = new Map<string, string>();

/**
 * Every statement with parameters is prepared once per connection: the server then parses and plans it no more than a few times, which for small
 * batches is most of its work. Statements name the columns they return: `*` would fail on connections that prepared it before a column was added.
 * https://node-postgres.com/features/queries#prepared-statements
 */
export class PreparedClient extends pg.Client {
  // The overloads of `pg` cannot be repeated here; TypeORM calls this with a text and its parameters only.
  override query(...args: unknown[]): never {
    const [text, values, ...rest] = args;
    const prepared =
      typeof text === 'string' && Array.isArray(values) && values.length > 0
        ? [{ name: nameOf(text), text, values }, ...rest]
        : args;
    return (super.query as (...args: unknown[]) => never)(...prepared);
  }
}

function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url');
    names.set(text, name);
  }
  return name;
}
