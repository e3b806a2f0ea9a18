/** Source of cryptographically strong randomness: `randomBytes` of node:crypto, except in tests. */
export type RandomBytes = (length: number) => Buffer;
