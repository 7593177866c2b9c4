/** The staff console: `vite build --config vite.console.config.ts`, or `--mode mock` to see it without a server. */
import { join } from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { mockApi } from './web/mock/plugin.ts';
import { catalogue } from './web/vite/catalogue.ts';

const root = import.meta.dirname;
const SERVER = 'http://localhost:8080';

/**
 * zod probes for `eval` when it builds its first schema, which a strict CSP reports as a violation. The setting is
 * read from this global, so it has to stand before the first module of every chunk.
 */
const banner = '(globalThis.__zod_globalConfig??={}).jitless=true;';

export default defineConfig(({ mode }) => ({
  root: join(root, 'web/console'),
  base: '/',
  plugins: [react(), tailwind(), catalogue({ root }), ...(mode === 'mock' ? [mockApi()] : [])],
  build: {
    outDir: join(root, 'dist/console'),
    emptyOutDir: true,
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    // Everything is a file of its own: the CSP allows no inline script, style or blob.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { banner } },
  },
  // Its WebAssembly is found beside it by address, which a bundled copy would lose.
  optimizeDeps: { exclude: ['@cedar-policy/cedar-wasm'] },
  worker: { format: 'es', plugins: () => [catalogue({ root })], rolldownOptions: { output: { banner } } },
  server: {
    port: 5173,
    ...(mode === 'mock'
      ? {}
      : { proxy: Object.fromEntries(['/api', '/open', '/n', '/log'].map((path) => [path, SERVER])) }),
  },
}));
