import type { IncomingMessage } from 'node:http';
import { type Exchange, RecordingProxy } from './recording-proxy.js';

export type Provider = 'sendgrid' | 'twilio';

/** A request to send, as the provider would read it. */
export interface Call {
  readonly provider: Provider;
  readonly notificationId: string;
  readonly attempt: number;
}

/** A question which texts Twilio has for a number. */
export interface LookUp {
  readonly to: string;
}

/** What a provider told the service about a message. */
export interface Report extends Call {
  readonly event: string;
}

/** Between one worker and the providers. */
export const providerWire = (sandbox: string): RecordingProxy<Call | LookUp> =>
  new RecordingProxy(new URL(sandbox), readRequest);

/** Between the providers, or a customer's mail program, and the API. */
export const webhookWire = (api: string): RecordingProxy<Report> => new RecordingProxy(new URL(api), readReports);

export type CallExchange = Exchange<Call>;
export type LookUpExchange = Exchange<LookUp>;
export type ReportExchange = Exchange<Report>;

export const isCall = (exchange: Exchange<Call | LookUp>): exchange is CallExchange =>
  exchange.subjects.every((subject) => 'attempt' in subject);

export const isLookUp = (exchange: Exchange<Call | LookUp>): exchange is LookUpExchange => !isCall(exchange);

function readRequest({ method, url = '' }: IncomingMessage, body: string): readonly (Call | LookUp)[] {
  return method === 'POST' ? readCall(url, body) : readLookUp(url);
}

function readLookUp(url: string): LookUp[] {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const to = searchParams.get('To');
  return pathname.endsWith('/Messages.json') && to !== null ? [{ to }] : [];
}

function readCall(url: string, body: string): Call[] {
  if (url === '/v3/mail/send') return callOf('sendgrid', mailArguments(JSON.parse(body)));
  if (!url.endsWith('/Messages.json')) return [];
  return callOf('twilio', textArguments(new URLSearchParams(body).get('StatusCallback') ?? ''));
}

interface Arguments {
  readonly notificationId?: string | undefined;
  readonly attempt?: string | number | undefined;
}

function callOf(provider: Provider, { notificationId, attempt }: Arguments): Call[] {
  return notificationId === undefined ? [] : [{ provider, notificationId, attempt: Number(attempt) }];
}

interface CustomArguments {
  readonly notification_id?: string;
  readonly notification_attempt?: string;
}

function mailArguments(mail: unknown): Arguments {
  const { custom_args: common, personalizations } = mail as {
    custom_args?: CustomArguments;
    personalizations?: { custom_args?: CustomArguments }[];
  };
  const own = personalizations?.[0]?.custom_args;
  const all = { ...common, ...own };
  return { notificationId: all.notification_id, attempt: all.notification_attempt };
}

/** @param callback a StatusCallback address */
export function textArguments(callback: string): Arguments {
  if (!URL.canParse(callback, 'http://localhost')) return {};
  const { searchParams } = new URL(callback, 'http://localhost');
  return {
    notificationId: searchParams.get('notificationId') ?? undefined,
    attempt: searchParams.get('attempt') ?? undefined,
  };
}

function readReports({ url = '' }: IncomingMessage, body: string): Report[] {
  if (url === '/api/v2/webhooks/sendgrid') return (JSON.parse(body) as MailEvent[]).flatMap(mailReport);
  if (!url.startsWith('/api/v2/webhooks/twilio/status')) return [];
  const event = new URLSearchParams(body).get('MessageStatus') ?? '';
  return callOf('twilio', textArguments(url)).map((call) => ({ ...call, event }));
}

interface MailEvent extends CustomArguments {
  readonly event: string;
}

function mailReport({ event, notification_id: notificationId, notification_attempt: attempt }: MailEvent): Report[] {
  return callOf('sendgrid', { notificationId, attempt }).map((call) => ({ ...call, event }));
}
