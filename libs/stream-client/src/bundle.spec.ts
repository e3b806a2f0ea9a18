import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type Rollup, build } from 'vite';

const MOST_BYTES = 25_000;

/** As a front-end team's bundler would, with socket.io-client in it. */
async function bundle(): Promise<Rollup.OutputChunk> {
  const results = await build({
    configFile: false,
    logLevel: 'silent',
    // Jest's environment would make it a build for development.
    resolve: { conditions: ['module', 'browser', 'production'] },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: { polyfill: false },
      rollupOptions: { input: join(import.meta.dirname, 'index.ts'), preserveEntrySignatures: 'strict' },
    },
  });
  const chunks = (results as Rollup.RollupOutput).output;
  const [chunk, ...more] = chunks;
  if (more.length > 0) throw new Error(`${String(chunks.length)} chunks, not one`);
  return chunk;
}

describe('the bundle', () => {
  it('F8 is small, stands alone, and has nothing of Node’s', async () => {
    const { code, imports, dynamicImports, moduleIds } = await bundle();
    expect(gzipSync(code).length).toBeLessThan(MOST_BYTES);
    expect([...imports, ...dynamicImports]).toEqual([]);
    expect(moduleIds.filter((id) => /^node:|__vite-browser-external|\.node\.js$|esm-debug/.test(id))).toEqual([]);
    expect(code).not.toMatch(/\brequire\(|\bprocess\.|\bBuffer\./);
  });
});
