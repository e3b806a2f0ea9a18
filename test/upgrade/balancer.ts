import { once } from 'node:events';
import { Agent, type IncomingMessage, type ServerResponse, createServer, request as ask } from 'node:http';

/**
 * What an ingress is to an API: requests go to its backends in turns. None is tried twice: a request that one backend drops has failed for its
 * caller.
 */
export class Balancer {
  private readonly backends: URL[] = [];
  private turn = 0;
  private readonly agent = new Agent({ keepAlive: false });
  private readonly server = createServer((request, response) => this.pass(request, response));

  async listen(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  add(backend: string): void {
    this.backends.push(new URL(backend));
  }

  /** It gets nothing new; what it has in hand goes on. */
  remove(backend: string): void {
    const index = this.backends.findIndex(({ href }) => href === new URL(backend).href);
    if (index >= 0) this.backends.splice(index, 1);
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const backend = this.backends[this.turn++ % this.backends.length];
    if (backend === undefined) {
      response.writeHead(503).end();
      return;
    }
    const { method, headers, url = '/' } = request;
    const onward = ask(new URL(url, backend), { method, headers, agent: this.agent });
    onward.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.once('error', () => response.socket?.resetAndDestroy());
      answer.pipe(response);
    });
    onward.once('error', () =>
      response.headersSent ? response.socket?.resetAndDestroy() : response.writeHead(502).end(),
    );
    request.pipe(onward);
  }
}
