import type { RunningSystem } from '../system.js';
import { type Customer, orderNamed, type Run } from './customer.js';
import { DEMO_SETTINGS, type DemoOptions } from './demo-options.js';
import type { Paint } from './palette.js';

/** Where to look and what to try, before the first event. */
export function welcomeLines(
  { urls, exampleUrl }: RunningSystem,
  { run, cast }: { run: Run; cast: readonly Customer[] },
  { events, rate }: DemoOptions,
  paint: Paint,
): string[] {
  const api = `${urls['preferences-api']}/api/v2/notifications`;
  const [somebody] = cast;
  const retries = DEMO_SETTINGS.EMAIL_RETRY_DELAYS.replaceAll(',', ', ');
  const curl = (sub: string, scope: string, path: string): string =>
    `  curl -s "${api}${path}" -H "Authorization: Bearer $(npm run --silent token -- --sub ${sub}${scope})"`;
  return [
    paint('bold', `Customers of this run (${run.id})`),
    ...cast.map((customer) => castLine(customer, paint)),
    '',
    paint('bold', 'To try'),
    `  Watch the bell ring: sign in as ${somebody?.name ?? ''} on two devices, or in two tabs`,
    paint('cyan', `  ${exampleUrl}`),
    `  ${somebody?.name ?? ''}'s preferences, as she sees them`,
    paint('cyan', curl(somebody?.userId ?? '', '', '/preferences')),
    `  What the customer was told about an order, as customer service sees it`,
    paint('cyan', curl('service-desk', ' --scope notifications:support', `?orderId=${orderNamed(run, 1).orderId}`)),
    `  All of it live: open ${urls['preferences-api']}/dashboard, and give it this token`,
    paint('cyan', `  npm run --silent token -- --sub operator-1 --scope notifications:ops`),
    `  Is everything well?`,
    paint('cyan', `  curl -s ${urls.dispatcher}/health/ready`),
    '',
    `Failed sends are tried again after ${retries} instead of 1, 5 and 15 minutes, and there is no daily cap:`,
    `only so is there something to see within a minute.`,
    '',
    paint('bold', `${events === undefined ? 'Events' : `${events} events`}, ${rate} a second`),
  ];
}

const NAME_WIDTH = 8;
const ZONE_WIDTH = 20;

function castLine({ name, readsIn, timeZone, about }: Customer, paint: Paint): string {
  return `  ${name.padEnd(NAME_WIDTH)}  ${readsIn}  ${paint('dim', timeZone.padEnd(ZONE_WIDTH))}  ${about}`;
}
