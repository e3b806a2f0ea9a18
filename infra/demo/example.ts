import { once } from 'node:events';
import { signAccessToken } from '../access-token.js';
import type { RunningSystem } from '../system.js';
import type { Customer } from './customer.js';
import { EXAMPLE_FOLDER } from './example-build.js';
import { exampleServer } from './example-server.js';

/** Short, so that whoever looks on for a while sees tokens being renewed: nothing of it is to be seen on the page. */
const TOKEN_VALID_FOR = '5m';

/** Serves the example of the stream's client on loopback, for as long as this process runs. */
export async function serveExample(
  { urls, exampleUrl, env }: RunningSystem,
  cast: readonly Customer[] = [],
): Promise<void> {
  const customers = cast.map(({ userId, name, about, timeZone, readsIn }) => {
    return { userId, name, about, timeZone, language: readsIn };
  });
  const server = exampleServer({
    folder: EXAMPLE_FOLDER,
    apiUrl: urls['preferences-api'],
    streamUrl: urls['in-app-worker'],
    customers,
    signIn: (subject) => signAccessToken(env, { subject, validFor: TOKEN_VALID_FOR }),
  });
  server.listen(Number(new URL(exampleUrl).port), '127.0.0.1');
  await once(server, 'listening');
}
