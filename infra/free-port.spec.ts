import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { PortPicker } from './free-port.js';

describe('PortPicker', () => {
  it('takes a later port when the preferred one is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port: taken } = server.address() as AddressInfo;
    try {
      expect(await new PortPicker().pick(taken)).not.toBe(taken);
    } finally {
      server.close();
    }
  });

  it('promises no port twice, although nobody listens on it yet', async () => {
    const picker = new PortPicker();
    const preferred = await new PortPicker().pick();
    const picked = [await picker.pick(preferred), await picker.pick(preferred), await picker.pick()];
    expect(new Set(picked).size).toBe(picked.length);
  });
});
