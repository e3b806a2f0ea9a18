/** How mail programs name themselves: a person's, and Apple's proxy, which fetches every picture as it arrives. */
export const USER_AGENTS = {
  person: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  machine: 'Mozilla/5.0',
} as const;
