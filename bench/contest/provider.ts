/** The process that stands in for SendGrid and Twilio: takes everything at once, and counts. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ownCpu, serveTasks } from '../stream/helper.js';

/** Messages taken so far. */
export interface Accepted {
  readonly email: number;
  readonly sms: number;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const accepted = { email: 0, sms: 0 };

/** Longer than any pause between two loads: a connection that ends as it is used would be a failure of the bench's. */
const KEEP_ALIVE_MS = 600_000;

const TAKE_EMAIL: Answer = (_, response) => {
  accepted.email += 1;
  response.writeHead(202, { 'x-message-id': `message-${accepted.email}`, 'content-length': 0 }).end();
};

/** https://www.twilio.com/docs/messaging/api/message-resource */
const TAKE_TEXT: Answer = ({ url = '' }, response) => {
  accepted.sms += 1;
  const date = new Date().toUTCString();
  const message = {
    ...{ sid: `SM${randomBytes(16).toString('hex')}`, account_sid: url.split('/')[3], status: 'queued' },
    ...{ num_segments: '1', num_media: '0', direction: 'outbound-api', api_version: '2010-04-01', error_code: null },
    ...{ date_created: date, date_updated: date, date_sent: null, price: null, error_message: null, uri: url },
  };
  answer(response, 201, message);
};

/** Whoever asks whether the account works is told that it does. */
const REASSURE: Answer = (_, response) => answer(response, 200, { messages: [], scopes: [] });

function answer(response: ServerResponse, status: number, content: object): void {
  const body = JSON.stringify(content);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function answerOf({ method, url }: IncomingMessage): Answer {
  if (method !== 'POST') return REASSURE;
  return url === '/v3/mail/send' ? TAKE_EMAIL : TAKE_TEXT;
}

const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
  request.resume().once('end', () => answerOf(request)(request, response));
});

const tasks = {
  /** @returns its address */
  listen: async (): Promise<string> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
  accepted: (): Promise<Accepted> => Promise.resolve({ ...accepted }),
  cpu: (): Promise<number> => Promise.resolve(ownCpu()),
};

export type ProviderTasks = typeof tasks;

serveTasks(tasks);
