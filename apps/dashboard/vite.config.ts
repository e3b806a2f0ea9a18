/** Built into `dist/apps/dashboard`, from where the preferences API serves it at `/dashboard`. `npm run dev:dashboard` asks an API on port 3000. */
import { defineConfig } from 'vite';

const API = 'http://localhost:3000';

export default defineConfig({
  root: import.meta.dirname,
  base: '/dashboard/',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    outDir: '../../dist/apps/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of our own: the policy of the page allows neither inline scripts nor data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': API } },
});
