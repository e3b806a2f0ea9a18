/** Implements F7, N6. JSON that has one meaning only: what `JSON.parse` forgives and other parsers read otherwise is refused. */
import { ProblemError } from '../problems/problem.error.js';

/** Objects and arrays within each other. Ours nest five deep at most. */
export const MAX_JSON_DEPTH = 32;

/** Everything that shapes valid JSON; numbers, `true`, `false` and `null` are passed over. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/** An object or array that is open at some place in the text. */
interface Container {
  /** Names seen so far; undefined for an array. */
  readonly names: Set<string> | undefined;
  /** The field or element that is being read. */
  at: string | number;
}

/**
 * @param bytes one JSON value in UTF-8
 * @throws ProblemError invalid_encoding, invalid_json, nested_too_deeply, duplicate_key
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  const value = parse(text);
  checkShape(text);
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ProblemError('invalid_encoding', undefined, { cause });
  }
}

/** The parser's own message quotes the body. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('invalid_json');
  }
}

/** @param text valid JSON, so that a colon always follows a name */
function checkShape(text: string): void {
  const open: Container[] = [];
  let string = '""';
  for (const [token] of text.matchAll(TOKEN)) {
    const container = open.at(-1);
    switch (token) {
      case '{':
        open.push({ names: new Set(), at: '' });
        break;
      case '[':
        open.push({ names: undefined, at: 0 });
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        if (typeof container?.at === 'number') container.at += 1;
        break;
      case ':':
        takeName(JSON.parse(string) as string, open);
        break;
      default:
        string = token;
    }
    if (open.length > MAX_JSON_DEPTH) {
      throw new ProblemError('nested_too_deeply', `At most ${MAX_JSON_DEPTH} objects and arrays within each other`);
    }
  }
}

function takeName(name: string, open: readonly Container[]): void {
  const container = open.at(-1);
  if (container?.names === undefined) return;
  container.at = name;
  if (container.names.has(name)) {
    const field = open.map(({ at }) => at).join('.');
    throw new ProblemError('duplicate_key', undefined, { errors: [{ field, message: 'is named twice' }] });
  }
  container.names.add(name);
}
