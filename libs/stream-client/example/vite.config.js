/** Built into `dist/libs/stream-client/example`, from where the launcher of the demo serves it. */
import { join } from 'node:path';
import { defineConfig } from 'vite';

const PAGES = ['index', 'plain', 'react'];

export default defineConfig({
  root: import.meta.dirname,
  esbuild: { jsx: 'automatic' },
  build: {
    outDir: '../../../dist/libs/stream-client/example',
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of our own: the policy of the pages allows neither inline scripts nor data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: PAGES.map((page) => join(import.meta.dirname, `${page}.html`)) },
  },
});
