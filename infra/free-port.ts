import { createServer } from 'node:net';

const ATTEMPTS = 50;

/** Hands out free TCP ports, none of them twice: what was promised but is not listened on yet looks free. */
export class PortPicker {
  private readonly promised = new Set<number>();

  /** @param preferred this port, or else the next free one after it; without one, any free port */
  async pick(preferred?: number): Promise<number> {
    const candidates =
      preferred === undefined ? [] : Array.from({ length: ATTEMPTS }, (_, offset) => preferred + offset);
    for (const port of candidates) {
      if (!this.promised.has(port) && (await isFree(port))) return this.promise(port);
    }
    let port: number;
    do port = await anyFreePort();
    while (this.promised.has(port));
    return this.promise(port);
  }

  private promise(port: number): number {
    this.promised.add(port);
    return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  // On every address and on loopback: macOS lets the one be taken while the other is listened on.
  const [everywhere, loopback] = [await listenOnce(port), await listenOnce(port, '127.0.0.1')];
  return everywhere !== undefined && loopback !== undefined;
}

async function anyFreePort(): Promise<number> {
  const port = await listenOnce(0, '127.0.0.1');
  if (port === undefined) throw new Error('No free TCP port on 127.0.0.1');
  return port;
}

/** The port it could listen on, or undefined. */
async function listenOnce(port: number, host?: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
