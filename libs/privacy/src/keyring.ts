/** Implements N6, N7. The keys of one purpose (`PII_KEYRING`, `TOKEN_KEYRING`, `LOOKUP_KEYRING`), old ones included. */
import { type KeyObject, createSecretKey, hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { UnknownKeyError } from './unknown-key.error.js';

/** Length of every symmetric key here, in bytes. */
export const KEY_BYTES = 32;

/** Key ids travel inside sealed data and tokens. */
export const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;

/**
 * Master keys by id. New work uses the active one; the others only open what they closed.
 * The master keys themselves are never handed out, only keys derived from them, so that no key serves two algorithms.
 */
export class Keyring {
  readonly #masters: ReadonlyMap<string, KeyObject>;
  readonly #derived = new Map<string, KeyObject>();

  /** @throws UnknownKeyError when `activeId` names none of the keys */
  constructor(
    readonly activeId: string,
    keys: Iterable<readonly [id: string, key: Buffer]>,
  ) {
    this.#masters = new Map(Array.from(keys, ([id, key]) => [id, createSecretKey(key)]));
    if (!this.#masters.has(activeId)) throw new UnknownKeyError(activeId);
  }

  /** Every key id, the active one first. */
  get ids(): readonly string[] {
    return [this.activeId, ...[...this.#masters.keys()].filter((id) => id !== this.activeId)];
  }

  /**
   * The key for one use, by HKDF-SHA-256 with `use` as its info. Uses are constants of this library: each is remembered.
   * @throws UnknownKeyError
   */
  keyFor(use: string, id: string = this.activeId): KeyObject {
    const name = `${id}/${use}`;
    const known = this.#derived.get(name);
    if (known !== undefined) return known;
    const master = this.#masters.get(id);
    if (master === undefined) throw new UnknownKeyError(id);
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', master, '', use, KEY_BYTES)));
    this.#derived.set(name, key);
    return key;
  }
}

/** The setting `{"active":"k2","keys":{"k2":"<base64, 32 bytes>","k1":"…"}}`, as text. Faults never quote a key. */
export const keyringSchema = z
  .string('is required')
  .transform(parseJson)
  .pipe(
    z.object(
      {
        active: z.string('must name the active key'),
        keys: z.record(z.string(), z.unknown(), 'must be an object of keys by id').transform(parseKeys),
      },
      'must be a JSON object',
    ),
  )
  .refine(({ active, keys }) => keys.has(active), { path: ['active'], error: 'names none of the keys' })
  .transform(({ active, keys }) => new Keyring(active, keys))
  .meta({ syntax: '`{"active":"k2","keys":{"k2":"<32 bytes, base64>","k1":"…"}}`', secret: true });

/** The keyrings by their variables; each app takes those it needs. */
export const KEYRINGS = {
  PII_KEYRING: keyringSchema.meta({ description: 'keys that personal data is sealed with' }),
  TOKEN_KEYRING: keyringSchema.meta({ description: 'keys of links in messages, such as unsubscribe' }),
  LOOKUP_KEYRING: keyringSchema.meta({ description: 'keys of the hashes that addresses are looked up by' }),
} as const;

/** What every app needs that reads personal data or looks up who somebody is. */
export const keyringSettings = z
  .object({ PII_KEYRING: KEYRINGS.PII_KEYRING, LOOKUP_KEYRING: KEYRINGS.LOOKUP_KEYRING })
  .transform((env) => ({ pii: env.PII_KEYRING, lookup: env.LOOKUP_KEYRING }));

/** And of apps that make or read links. */
export const keyringSettingsWithToken = z
  .object(KEYRINGS)
  .transform((env) => ({ pii: env.PII_KEYRING, token: env.TOKEN_KEYRING, lookup: env.LOOKUP_KEYRING }));

function parseKeys(given: Record<string, unknown>, context: z.RefinementCtx): Map<string, Buffer> {
  const keys = new Map<string, Buffer>();
  for (const [id, value] of Object.entries(given)) {
    const key = typeof value === 'string' ? Buffer.from(value, 'base64') : Buffer.alloc(0);
    // Without its path: id and key may have changed places.
    if (!KEY_ID.test(id)) context.addIssue('key ids must be 1 to 32 letters, digits, "-" or "_"');
    else if (key.toString('base64') !== value)
      context.addIssue({ code: 'custom', path: [id], message: 'must be base64' });
    else if (key.length !== KEY_BYTES) {
      context.addIssue({ code: 'custom', path: [id], message: `must be ${KEY_BYTES} bytes long, is ${key.length}` });
    } else keys.set(id, key);
  }
  return keys;
}

function parseJson(value: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(value);
  } catch {
    // No cause: the parser's message quotes the text, and that is a key.
    context.addIssue('must be JSON such as {"active":"k1","keys":{"k1":"<base64 of 32 bytes>"}}');
    return z.NEVER;
  }
}
