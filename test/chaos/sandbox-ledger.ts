import type { Provider } from './wires.js';

/** A message a provider took. As much of the sandbox's answer as is looked at. */
export interface LedgerMessage {
  readonly at: string;
  readonly provider: Provider;
  readonly notificationId: string | null;
  readonly to: string;
  readonly customArgs: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly statusCallback: string | null;
  /** What the provider told of it, or would have told. */
  readonly webhooks: readonly { readonly event: string; readonly at: string }[];
}

/** A request to send. */
export interface LedgerRequest {
  readonly at: string;
  readonly notificationId: string | null;
  readonly outcome: string;
  readonly accepted: boolean;
  readonly status: number | null;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly forgotten: number;
}

const EVERYTHING = 200_000;

/** The sandbox over HTTP: what the providers took and were asked, and how they misbehave. */
export class SandboxLedger {
  constructor(private readonly baseUrl: string) {}

  messages(): Promise<Page<LedgerMessage>> {
    return this.get(`ledger?content=false&limit=${EVERYTHING}`);
  }

  requests(): Promise<Page<LedgerRequest>> {
    return this.get(`requests?limit=${EVERYTHING}`);
  }

  /** Of the latest email to an address. */
  async unsubscribeLink(email: string): Promise<string | undefined> {
    const { items } = await this.get<Page<LedgerMessage>>(
      `ledger?content=false&limit=1&to=${encodeURIComponent(email)}`,
    );
    return /<(?<link>[^>]+)>/.exec(items[0]?.headers['List-Unsubscribe'] ?? '')?.groups?.['link'];
  }

  /** What happens to requests to send, one step each, over and over. */
  async setFaults(steps: readonly object[]): Promise<void> {
    await this.call('faults/*', 'PUT', { steps, repeat: true });
  }

  /** What happens to accepted messages, one step each, over and over. */
  async setLives(steps: readonly object[]): Promise<void> {
    await this.call('lives/*', 'PUT', { steps, repeat: true });
  }

  private async get<T>(path: string): Promise<T> {
    return (await (await this.call(path, 'GET')).json()) as T;
  }

  private async call(path: string, method: string, body?: unknown): Promise<Response> {
    const answer = await fetch(`${this.baseUrl}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}
