import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { NotStartedError } from '#delivery';
import { type Clock, SystemClock } from '#runtime';
import { TwilioClient } from './twilio.client.js';

const TEXT = { to: '+14155550123', body: 'Hello', statusCallback: 'https://shop.test/status?notificationId=1' };
const ACCOUNT = 'AC00000000000000000000000000000001';

/** Time that stands still. */
class StoppedClock extends SystemClock {
  override now(): Date {
    return new Date('2026-11-25T12:00:00Z');
  }
}
const NOON = new StoppedClock();

/** Time that passes only when it is told to. */
class RunningClock extends StoppedClock {
  private passed = 0;

  override monotonic(): number {
    return this.passed;
  }

  pass(ms: number): void {
    this.passed += ms;
  }
}

/** What the sandbox never says. */
const always = { mayStart: () => true };

describe('Twilio’s library over our transport', () => {
  const closing: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  async function against(
    handler: (request: IncomingMessage, response: ServerResponse) => void,
    clock: Clock = new SystemClock(),
  ): Promise<TwilioClient> {
    const server = createServer(handler).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const sender = { from: '+15005550006' };
    const client = new TwilioClient({ accountSid: ACCOUNT, authToken: 'secret', baseUrl, sender }, clock);
    closing.push(
      () => client.close(),
      () => void server.close(),
    );
    return client;
  }

  const answering = (status: number, body: string) =>
    against((_request, response) => response.writeHead(status).end(body));

  it.each([
    ['2', 2],
    // A messaging service does not know yet.
    ['0', undefined],
    [null, undefined],
    ['99', undefined],
  ])('F5 is told how many segments a text has: %s', async (said, segments) => {
    const client = await answering(201, JSON.stringify({ sid: 'SM1', status: 'queued', num_segments: said }));
    expect(await client.send(TEXT, always)).toEqual({ outcome: 'accepted', providerMessageId: 'SM1', segments });
  });

  it.each([
    ['before quiet time', 75_500, '65'],
    ['at once, however near quiet time is', 5_000, '1'],
    ['after ten hours at the latest', 86_400_000, '36000'],
  ])('AC-04 gives an undelivered text up %s', async (_when, ms, seconds) => {
    let asked = new URLSearchParams();
    const client = await against((request, response) => {
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        asked = new URLSearchParams(body);
        response.writeHead(201).end(JSON.stringify({ sid: 'SM1', status: 'queued' }));
      });
    }, NOON);
    await client.send({ ...TEXT, deliverBefore: new Date(NOON.now().getTime() + ms) }, always);
    expect(asked.get('ValidityPeriod')).toBe(seconds);
  });

  it('asks as Twilio documents, once', async () => {
    const requests: unknown[] = [];
    const client = await against((request, response) => {
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const { authorization } = request.headers;
        requests.push({
          method: request.method,
          url: request.url,
          authorization,
          ...Object.fromEntries(new URLSearchParams(body)),
        });
        response.writeHead(201).end(JSON.stringify({ sid: 'SM1', status: 'queued' }));
      });
    });
    expect(await client.send(TEXT, always)).toEqual({ outcome: 'accepted', providerMessageId: 'SM1' });
    expect(requests).toEqual([
      {
        method: 'POST',
        url: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
        authorization: `Basic ${Buffer.from(`${ACCOUNT}:secret`).toString('base64')}`,
        To: TEXT.to,
        From: '+15005550006',
        Body: TEXT.body,
        StatusCallback: TEXT.statusCallback,
      },
    ]);
  });

  it('an error page instead of JSON may come from in front of a Twilio that has taken the text', async () => {
    const client = await answering(503, '<html>Service Unavailable</html>');
    expect(await client.send(TEXT, always)).toEqual({ outcome: 'unconfirmed', code: 'twilio_http_503' });
  });

  it('reads a refusal in the form of RFC 9457', async () => {
    const problem = {
      type: 'https://www.twilio.com/docs/errors/21610',
      title: 'Unsubscribed',
      status: 400,
      code: 21610,
    };
    const client = await answering(400, JSON.stringify(problem));
    expect(await client.send(TEXT, always)).toEqual({ outcome: 'permanent', code: 'twilio_21610', suppress: true });
  });

  it('N3 asks for nothing once the start gate is closed', async () => {
    let calls = 0;
    const client = await against((_request, response) => {
      calls += 1;
      response.writeHead(201).end(JSON.stringify({ sid: 'SM1', status: 'queued' }));
    });
    await expect(client.send(TEXT, { mayStart: () => false })).rejects.toBeInstanceOf(NotStartedError);
    expect(calls).toBe(0);
    expect(await client.send(TEXT, always)).toMatchObject({ outcome: 'accepted' });
  });

  it('leaves the retry of a 429 to us', async () => {
    let calls = 0;
    const client = await against((_request, response) => {
      calls += 1;
      response.writeHead(429).end(JSON.stringify({ code: 20429, message: 'Too many', status: 429 }));
    });
    expect(await client.send(TEXT, always)).toEqual({ outcome: 'retryable', code: 'twilio_20429', limited: true });
    expect(calls).toBe(1);
  });

  describe('looking texts up', () => {
    const PAGE_TAKES_MS = 6_000;

    /** Each page takes its time; there is always another one. */
    async function withEndlessPages(clock: Clock, passes: () => void) {
      let pages = 0;
      const client = await against((_request, response) => {
        pages += 1;
        passes();
        const path = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`;
        const messages = [{ sid: `SM${pages}`, body: 'Hello', status: 'sent', date_created: NOON.now().toUTCString() }];
        response.writeHead(200).end(JSON.stringify({ messages, next_page_uri: `${path}?Page=${pages}` }));
      }, clock);
      return { client, asked: () => pages };
    }

    it('AC-15 asks for no more pages once a claim’s lease might run out over the next', async () => {
      const clock = new RunningClock();
      const { client, asked } = await withEndlessPages(clock, () => clock.pass(PAGE_TAKES_MS));
      expect(await client.textsTo(TEXT.to, NOON.now())).toBe('look_up_incomplete');
      expect(asked()).toBe(3);
    });

    it('gives up on a number with endless texts', async () => {
      const { client, asked } = await withEndlessPages(new RunningClock(), () => undefined);
      expect(await client.textsTo(TEXT.to, NOON.now())).toBe('look_up_incomplete');
      expect(asked()).toBe(10);
    });
  });

  it('a success that nobody can read may have been taken', async () => {
    const client = await answering(201, '<html>OK</html>');
    expect(await client.send(TEXT, always)).toEqual({ outcome: 'unconfirmed', code: 'unreadable_answer' });
  });
});
