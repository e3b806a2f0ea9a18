import { readFile } from 'node:fs/promises';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Somebody to sign in as. */
export interface ExampleCustomer {
  readonly userId: string;
  readonly name: string;
  readonly about: string;
  /** The language of the customer's messages. */
  readonly language: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface ExampleOptions {
  /** Holds the built pages. */
  readonly folder: string;
  readonly apiUrl: string;
  readonly streamUrl: string;
  /** May be empty: any id can be signed in as. */
  readonly customers: readonly ExampleCustomer[];
  /** @returns an access token */
  readonly signIn: (userId: string) => Promise<string>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
/** Nothing else is a file of the example: no dots but those of an extension, and one folder at most. */
const FILE = /^\/(?:assets\/)?[\w-]+\.(?:html|css|js|svg)$/;
const MOST_CHARACTERS = 1_000;

/**
 * Serves the example of the stream's client, and signs everybody in as whom they say they are. It must listen on loopback only; other names
 * for that, which any web site can make, are refused.
 */
export function exampleServer(options: ExampleOptions): Server {
  return createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      response.writeHead(500).end();
      console.error('The example cannot answer:', error);
    });
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, options: ExampleOptions): Promise<void> {
  const { method, headers } = request;
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (!LOOPBACK.test(headers.host ?? '')) response.writeHead(421).end();
  else if (method === 'POST' && pathname === '/demo/token') await giveToken(request, response, options);
  else if (method !== 'GET') response.writeHead(405).end();
  else if (pathname === '/demo/setup') giveJson(response, 200, setupOf(options));
  else await giveFile(response, pathname === '/' ? '/index.html' : pathname, options);
}

function setupOf({
  apiUrl,
  streamUrl,
  customers,
}: ExampleOptions): Pick<ExampleOptions, 'apiUrl' | 'customers' | 'streamUrl'> {
  return { apiUrl, streamUrl, customers };
}

/** Only for pages of this server: a browser that sends a request for another one asks first, and is not answered. */
async function giveToken(
  request: IncomingMessage,
  response: ServerResponse,
  { signIn }: ExampleOptions,
): Promise<void> {
  const isJson = request.headers['content-type'] === 'application/json';
  const userId = isJson ? userIdIn(await text(request)) : undefined;
  if (userId === undefined) giveJson(response, 422, {});
  else giveJson(response, 200, { token: await signIn(userId) });
}

function userIdIn(body: string): string | undefined {
  if (body.length > MOST_CHARACTERS) return undefined;
  const userId = jsonIn(body)?.userId;
  return typeof userId === 'string' && userId !== '' ? userId : undefined;
}

function jsonIn(body: string): { userId?: unknown } | null | undefined {
  try {
    return JSON.parse(body) as { userId?: unknown } | null;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function giveJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

async function giveFile(response: ServerResponse, path: string, options: ExampleOptions): Promise<void> {
  const content = FILE.test(path) ? await contentOf(join(options.folder, path)) : undefined;
  if (content === undefined) response.writeHead(404).end();
  else response.writeHead(200, { ...headersFor(options), 'content-type': TYPES[extname(path)] }).end(content);
}

/** @param file its path */
async function contentOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Scripts, styles and pictures of this server only, and connections to the system it belongs to. */
function headersFor({ apiUrl, streamUrl }: ExampleOptions): Record<string, string> {
  const { origin: api } = new URL(apiUrl);
  const stream = new URL(streamUrl).origin.replace(/^http/, 'ws');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${api} ${stream}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}
