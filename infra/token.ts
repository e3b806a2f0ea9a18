import { parseArgs } from 'node:util';
import { signAccessToken } from './access-token.js';
import { developmentSettings } from './development-settings.js';
import { describeError, LauncherError } from './launcher.error.js';

const USAGE = `Prints a development JWT.

  npm run token -- --sub ID [--scope "SCOPE …"] [--expires 1h]

  --sub      the customer, or the name of the calling service
  --scope    none for a customer; notifications:service, notifications:support, notifications:ops
  --expires  how long it is valid: 30m, 1h, 7d; default 1h

  export TOKEN=$(npm run --silent token -- --sub ana)`;

const DURATION = /^\d+ ?(s|m|h|d)$/;

async function main(): Promise<void> {
  const { sub, scope, expires, help } = options();
  if (help) {
    console.log(USAGE);
    return;
  }
  if (!sub) throw new LauncherError('--sub is missing: whose token is it?', USAGE.split('\n').slice(2));
  if (!DURATION.test(expires)) throw new LauncherError(`--expires ${expires} is no duration such as 30m, 1h or 7d.`);
  console.log(await signAccessToken(developmentSettings(), { subject: sub, scope, validFor: expires }));
}

function options() {
  try {
    return parseArgs({
      options: {
        sub: { type: 'string' },
        scope: { type: 'string' },
        expires: { type: 'string', default: '1h' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new LauncherError(error instanceof Error ? error.message : String(error), USAGE.split('\n').slice(2), {
      cause: error,
    });
  }
}

await main().catch((error: unknown) => {
  console.error(describeError(error));
  process.exitCode = 1;
});
