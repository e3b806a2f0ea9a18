/** Finds many patterns in a lot of bytes in one pass. */

/** One way in which something that must not be found may be written. */
export interface Pattern {
  /** What it is, and how it is written there; shown in place of the bytes around it. */
  readonly label: string;
  readonly bytes: Buffer;
}

/** Bytes by which a pattern is looked up. */
const KEY_BYTES = 3;

export class ByteSearch {
  /** Whether some pattern starts with these three bytes: nearly every position is done with after one look. */
  private readonly starts = new Uint8Array(2 ** (8 * KEY_BYTES));
  private readonly byKey = new Map<number, Pattern[]>();

  constructor(patterns: Iterable<Pattern>) {
    for (const pattern of patterns) {
      // Anything shorter turns up by chance.
      if (pattern.bytes.length < 2 * KEY_BYTES) throw new RangeError(`${pattern.label} is too short to look for`);
      const key = pattern.bytes.readUIntBE(0, KEY_BYTES);
      this.starts[key] = 1;
      this.byKey.set(key, [...(this.byKey.get(key) ?? []), pattern]);
    }
  }

  /** @returns labels of the patterns that occur */
  findIn(haystack: Uint8Array): Set<string> {
    const bytes = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength);
    const found = new Set<string>();
    let key = 0;
    for (let end = 0; end < bytes.length; end += 1) {
      key = ((key << 8) | (bytes[end] ?? 0)) & 0xffffff;
      if (this.starts[key] === 0) continue;
      const start = end - KEY_BYTES + 1;
      for (const { label, bytes: pattern } of this.byKey.get(key) ?? []) {
        if (start >= 0 && bytes.subarray(start, start + pattern.length).equals(pattern)) found.add(label);
      }
    }
    return found;
  }
}
