import { type Server, createServer } from 'node:http';
import { extname } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** The pages carry their policies themselves, so that they hold for written files, too; only who may frame them is told here. */
const HEADERS = {
  'content-security-policy': "frame-ancestors 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** @param files by path without a slash at its beginning */
export function galleryServer(files: ReadonlyMap<string, string>): Server {
  return createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const path = pathname === '/' ? 'index.html' : pathname.slice(1);
    const content = files.get(path);
    if (content === undefined) response.writeHead(404).end();
    else response.writeHead(200, { ...HEADERS, 'content-type': TYPES[extname(path)] }).end(content);
  });
}
