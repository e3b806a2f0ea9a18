/** Whose page it is stands in its address, so that it can be opened again and in another tab. */

/** Behind `#`. */
export function addressOf(page: 'plain' | 'react', userId: string): string {
  return `./${page}.html#${encodeURIComponent(userId)}`;
}

/** @param hash of the page's address. @returns null where nobody is named */
export function customerIn(hash: string): string | null {
  return hash.length > 1 ? decodeURIComponent(hash.slice(1)) : null;
}
