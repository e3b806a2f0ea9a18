import { setTimeout as sleep } from 'node:timers/promises';
import { signAccessToken } from '../../infra/access-token.js';
import { CHANNELS, type Customer, type Preferences, currentPreferences } from './customers.js';
import type { Random } from './random.js';
import type { SandboxLedger } from './sandbox-ledger.js';

const RETRY_MS = 300;
const GIVE_UP_AFTER_MS = 60_000;
const TYPES = ['order_confirmed', 'order_shipped', 'out_for_delivery'];

type Env = Readonly<Record<string, string>>;

/** Customers who change what they allow, through the API, and note when it was acknowledged. */
export class CustomerActs {
  /** What was answered instead of yes, in words; each was asked again. */
  readonly refusals: string[] = [];
  private readonly tokens = new Map<string, string>();
  private readonly underWay = new Set<string>();

  constructor(
    private readonly api: string,
    private readonly env: Env,
    private readonly ledger: SandboxLedger,
  ) {}

  /** Stores what everybody begins with. */
  async begin(customers: readonly Customer[]): Promise<void> {
    const waiting = [...customers];
    const worker = async (): Promise<void> => {
      for (let customer = waiting.pop(); customer; customer = waiting.pop()) await this.putLast(customer);
    };
    await Promise.all(Array.from({ length: 8 }, worker));
  }

  /** Something a fickle customer might do; nothing, while an earlier wish is still unanswered. */
  async changeMind(customer: Customer, random: Random): Promise<void> {
    const act = random.weighted({ channel: 5, unsubscribe: 3, type: 1, everything: 1, permit: 6 });
    const wish = act === 'unsubscribe' ? undefined : WISHES[act](currentPreferences(customer), random);
    if (this.underWay.has(customer.id)) return;
    this.underWay.add(customer.id);
    try {
      await (wish === undefined ? this.unsubscribe(customer) : this.put(customer, wish));
    } finally {
      this.underWay.delete(customer.id);
    }
  }

  private async put(customer: Customer, preferences: Preferences): Promise<void> {
    customer.changes.push({ preferences, requestedAt: Date.now(), acknowledgedAt: null });
    await this.putLast(customer);
  }

  private async putLast(customer: Customer): Promise<void> {
    const authorization = `Bearer ${await this.tokenOf(customer)}`;
    const body = JSON.stringify(currentPreferences(customer));
    const headers = { authorization, 'content-type': 'application/json' };
    await this.untilOk(`${this.api}/api/v2/notifications/preferences`, { method: 'PUT', headers, body });
    acknowledge(customer);
  }

  /** As a mail program does, with the link of the latest email. */
  private async unsubscribe(customer: Customer): Promise<void> {
    const link = await this.ledger.unsubscribeLink(customer.email);
    if (link === undefined) return;
    const current = currentPreferences(customer);
    const preferences = { ...current, channels: { ...current.channels, email: false } };
    customer.changes.push({ preferences, requestedAt: Date.now(), acknowledgedAt: null });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await this.untilOk(link, { method: 'POST', headers, body: 'List-Unsubscribe=One-Click' });
    acknowledge(customer);
  }

  /** Asks until the answer is yes; any of these requests may be repeated. */
  private async untilOk(url: string, init: RequestInit): Promise<void> {
    const deadline = Date.now() + GIVE_UP_AFTER_MS;
    for (;;) {
      const answer = await statusOf(url, init);
      if (answer === 200) return;
      const refusal = `${init.method ?? 'GET'} ${new URL(url).pathname} answers ${String(answer)}`;
      this.refusals.push(refusal);
      if (Date.now() > deadline) throw new Error(refusal);
      await sleep(RETRY_MS);
    }
  }

  private async tokenOf({ id }: Customer): Promise<string> {
    const known = this.tokens.get(id) ?? (await signAccessToken(this.env, { subject: id, validFor: '12h' }));
    this.tokens.set(id, known);
    return known;
  }
}

const WISHES = {
  channel: (now, random) => {
    const channel = random.pick(CHANNELS);
    return { ...now, channels: { ...now.channels, [channel]: !now.channels[channel] } };
  },
  type: (now, random) => ({ ...now, types: { ...now.types, [random.pick(TYPES)]: { enabled: random.chance(0.5) } } }),
  everything: (now) => ({ ...now, globalEnabled: !now.globalEnabled }),
  permit: (now) => ({ ...now, globalEnabled: true, channels: { email: true, sms: true, in_app: true }, types: {} }),
} as const satisfies Record<string, (now: Preferences, random: Random) => Preferences>;

function acknowledge({ changes }: Customer): void {
  const last = changes.at(-1);
  if (last !== undefined) last.acknowledgedAt = Date.now();
}

async function statusOf(url: string, init: RequestInit): Promise<number | string> {
  try {
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(20_000) });
    await answer.arrayBuffer();
    return answer.status;
  } catch (error) {
    // The API was killed, or is starting.
    return error instanceof Error ? error.message : String(error);
  }
}
