/** What to look at when a server cannot be reached. @param setting the variable that names it */
export const adviceOn = (setting: 'DATABASE_URL' | 'KEY_DATABASE_URL'): string =>
  `check ${setting}, the server, and the network between`;
