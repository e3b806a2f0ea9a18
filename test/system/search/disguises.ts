/** The ways in which a text may lie around without being sealed. */
import { createHash } from 'node:crypto';
import type { Pattern } from './byte-search.js';

const utf8 = (text: string) => Buffer.from(text, 'utf8');

/** The characters of base64 that depend on this text alone, for each place it may have within a group of three bytes. */
function base64(text: string, encoding: 'base64' | 'base64url'): string[] {
  const bytes = utf8(text);
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString(encoding)
      .replaceAll('=', '');
    const foreignAtStart = Math.ceil((before * 8) / 6);
    const foreignAtEnd = (before + bytes.length) % 3 === 0 ? 0 : 1;
    return encoded.slice(foreignAtStart, encoded.length - foreignAtEnd);
  });
}

const escaped = (text: string, escape: (codeUnit: number) => string) =>
  text.replace(/[^ -~]|["\\]/g, (character) =>
    [...character.split('')].map((unit) => escape(unit.charCodeAt(0))).join(''),
  );

const hex4 = (codeUnit: number) => codeUnit.toString(16).padStart(4, '0');

/** By name: what the text becomes. */
const DISGUISES = {
  plain: (text) => [text],
  'in lower case': (text) => [text.toLowerCase()],
  'in upper case': (text) => [text.toUpperCase()],
  'as base64': (text) => base64(text, 'base64'),
  'as base64url': (text) => base64(text, 'base64url'),
  'as hex': (text) => [utf8(text).toString('hex'), utf8(text).toString('hex').toUpperCase()],
  'URL-encoded': (text) => [encodeURIComponent(text), new URLSearchParams({ '': text }).toString().slice(1)],
  'JSON-escaped': (text) => [
    JSON.stringify(text).slice(1, -1),
    escaped(text, (unit) => `\\u${hex4(unit)}`),
    escaped(text, (unit) => `\\u${hex4(unit).toUpperCase()}`),
  ],
  'HTML-escaped': (text) => [text.replaceAll("'", '&#39;'), text.replaceAll("'", '&apos;')],
  'quoted in SQL': (text) => [text.replaceAll("'", "''")],
} as const satisfies Record<string, (text: string) => readonly string[]>;

/** A hash without a key is as good as the address: there are few enough numbers and names to try them all. */
const HASHES = ['md5', 'sha1', 'sha256', 'sha512'] as const;

/** @param label what the text is */
export function disguisesOf(label: string, text: string): Pattern[] {
  const written = Object.entries(DISGUISES).flatMap(([name, disguise]) =>
    disguise(text).map((form) => ({ label: `${label} ${name}`, bytes: utf8(form) })),
  );
  const hashes = HASHES.flatMap((hash) => {
    const digest = createHash(hash).update(text).digest();
    const name = `${label} hashed by ${hash}`;
    return [digest, utf8(digest.toString('hex')), utf8(digest.toString('base64'))].map((bytes) => ({
      label: name,
      bytes,
    }));
  });
  return [...written, { label: `${label} as UTF-16`, bytes: Buffer.from(text, 'utf16le') }, ...hashes];
}
