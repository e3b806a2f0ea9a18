/**
 * `npm run templates`: every message in every language with every data set, to look at in a browser.
 * `-- --port N` (default 4020), `-- --out DIR` writes the same pages instead.
 */
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { galleryFiles } from './gallery-files.js';
import { galleryServer } from './gallery-server.js';

const DEFAULT_PORT = '4020';

const { values } = parseArgs({ options: { out: { type: 'string' }, port: { type: 'string', default: DEFAULT_PORT } } });

if (values.out === undefined) await serve(Number(values.port));
else write(values.out);

async function serve(port: number): Promise<void> {
  const server = galleryServer(galleryFiles()).listen(port, '127.0.0.1');
  await once(server, 'listening');
  console.log(`All messages: http://localhost:${String(port)}  (Ctrl-C ends)`);
}

function write(folder: string): void {
  const files = galleryFiles();
  for (const [path, content] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  console.log(`${String(files.size)} files written to ${folder}; open ${join(folder, 'index.html')}`);
}
