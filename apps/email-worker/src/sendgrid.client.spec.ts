import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { NotStartedError } from '#delivery';
import { SendgridClient } from './sendgrid.client.js';

const MAIL = { to: 'ana@example.com', from: 'shop@example.com', subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' };

describe('SendGrid’s library over our transport', () => {
  const closing: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  it('N3 asks for nothing once the start gate is closed', async () => {
    let calls = 0;
    const server = createServer((_request, response) => {
      calls += 1;
      response.writeHead(202, { 'x-message-id': 'm-1' }).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = new SendgridClient({
      ...{ apiKey: 'SG.key', baseUrl, sandboxMode: false },
      from: { email: 'shop@example.com', name: 'Shop' },
    });
    closing.push(
      () => client.close(),
      () => void server.close(),
    );
    await expect(client.send(MAIL, { mayStart: () => false })).rejects.toBeInstanceOf(NotStartedError);
    expect(calls).toBe(0);
    expect(await client.send(MAIL, { mayStart: () => true })).toEqual({
      outcome: 'accepted',
      providerMessageId: 'm-1',
    });
  });
});
