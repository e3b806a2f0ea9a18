import { once } from 'node:events';
import { Agent, type IncomingMessage, type Server, type ServerResponse, createServer, request as ask } from 'node:http';

/** One request and its answer, as seen from between the two. Times in milliseconds since 1970. */
export interface Exchange<Subject> {
  /** What the request is about; several things where a batch was sent. */
  readonly subjects: readonly Subject[];
  /** When the event loop turned last before the request was read: a busy process reads late, and a rule must not blame the caller for it. */
  readonly startedAt: number;
  /** null: it is still going on. */
  endedAt: number | null;
  /** Status of the answer that the caller was given; null: it was given none. */
  status: number | null;
}

/** Reads what a request is about; nothing: it is passed on and not recorded. */
export type Reader<Subject> = (request: IncomingMessage, body: string) => readonly Subject[];

const TURN_MS = 20;

/** Passes HTTP requests on, records them, and breaks connections when told to. */
export class RecordingProxy<Subject> {
  readonly exchanges: Exchange<Subject>[] = [];
  private readonly server: Server;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly open = new Set<ServerResponse>();
  /** When the event loop was last seen, and the time before: what is read now came after that. */
  private turns = { last: Date.now(), before: Date.now() };
  private readonly turning = setInterval(() => (this.turns = { last: Date.now(), before: this.turns.last }), TURN_MS);

  constructor(
    private readonly target: URL,
    private readonly read: Reader<Subject>,
  ) {
    this.server = createServer((request, response) => this.take(request, response));
    // Callers decide when a connection has been idle for long enough.
    this.server.keepAliveTimeout = 0;
  }

  async listen(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** Breaks connections that wait for an answer; `chosen` is asked for each. */
  resetConnections(chosen: () => boolean): void {
    for (const response of this.open) if (chosen()) response.socket?.resetAndDestroy();
  }

  async close(): Promise<void> {
    clearInterval(this.turning);
    this.server.close();
    this.server.closeAllConnections();
    this.agent.destroy();
    await once(this.server, 'close');
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const startedAt = this.turns.before;
    const chunks: Buffer[] = [];
    this.open.add(response);
    response.once('close', () => this.open.delete(response));
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => this.pass(request, Buffer.concat(chunks), response, startedAt));
  }

  private pass(request: IncomingMessage, body: Buffer, response: ServerResponse, startedAt: number): void {
    this.record(this.read(request, body.toString()), response, startedAt);
    const { method, headers, url = '/' } = request;
    const onward = ask(new URL(url, this.target), { method, headers, agent: this.agent });
    onward.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.once('error', () => response.socket?.resetAndDestroy());
      answer.pipe(response);
    });
    onward.once('error', () => response.socket?.resetAndDestroy());
    response.once('close', () => onward.destroy());
    onward.end(body);
  }

  private record(subjects: readonly Subject[], response: ServerResponse, startedAt: number): void {
    if (subjects.length === 0) return;
    const exchange: Exchange<Subject> = { subjects, startedAt, endedAt: null, status: null };
    this.exchanges.push(exchange);
    response.once('finish', () => (exchange.status = response.statusCode));
    response.once('close', () => (exchange.endedAt = Date.now()));
  }
}
