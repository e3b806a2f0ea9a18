import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../../system/eventually.js';

export interface ReceivedRequest {
  readonly path: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** As it came. */
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface ReceiverAnswer {
  readonly status: number;
  readonly body?: string;
}

/** The service whose webhooks the sandbox calls: keeps what it gets and answers what it is told to. */
export class WebhookReceiver {
  readonly requests: ReceivedRequest[] = [];
  /** Answers to the next requests; afterwards 204. */
  readonly answers: ReceiverAnswer[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const receiver = new WebhookReceiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const path = request.url ?? '';
        receiver.requests.push({
          path,
          url: receiver.url + path,
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
          at: Date.now(),
        });
        const { status, body = '' } = receiver.answers.shift() ?? { status: 204 };
        response.writeHead(status).end(body);
      });
    });
    return receiver;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  forget(): void {
    this.requests.length = 0;
    this.answers.length = 0;
  }

  /** Waits for so many requests, and gives them. */
  until(count: number): Promise<readonly ReceivedRequest[]> {
    return eventually(() => {
      if (this.requests.length < count) throw new Error(`${this.requests.length} requests came, not ${count}`);
      return this.requests;
    });
  }

  /** SendGrid's events in the order in which they came. */
  get mailEvents(): readonly MailEventJson[] {
    return this.requests.flatMap(({ body }) => JSON.parse(body) as MailEventJson[]);
  }

  /** Waits for so many of SendGrid's events, and gives them. */
  untilMailEvents(count: number): Promise<readonly MailEventJson[]> {
    return eventually(() => {
      if (this.mailEvents.length < count) throw new Error(`${this.mailEvents.length} events came, not ${count}`);
      return this.mailEvents;
    });
  }

  /** Twilio's forms in the order in which they came. */
  get forms(): readonly Record<string, string>[] {
    return this.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  }
}

export type MailEventJson = Readonly<Record<string, unknown>> & {
  readonly event: string;
  readonly sg_event_id: string;
};
