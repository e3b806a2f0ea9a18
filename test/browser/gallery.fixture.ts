import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { galleryFiles } from '../../infra/gallery/gallery-files.js';
import { galleryServer } from '../../infra/gallery/gallery-server.js';

/** The gallery of all messages on a free port. */
export class RunningGallery {
  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async start(): Promise<RunningGallery> {
    const server = galleryServer(galleryFiles()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RunningGallery(server, `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
