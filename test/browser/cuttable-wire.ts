import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

/** Passes connections on to a server, until it is cut. */
export class CuttableWire {
  private readonly open = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param target address of an HTTP server */
  static async to(target: string): Promise<CuttableWire> {
    const { hostname, port } = new URL(target);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const wire = new CuttableWire(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('connection', (near) => wire.join(near, Number(port), hostname));
    return wire;
  }

  /** What is open breaks, and what is opened breaks at once. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.open) socket.resetAndDestroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(near: Socket, port: number, host: string): void {
    if (this.isCut) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(port, host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.open.add(one);
      one.pipe(other);
      // The other end learns of it when this one closes.
      one.on('error', () => undefined);
      one.once('close', () => {
        this.open.delete(one);
        other.destroy();
      });
    }
  }
}
