/** The recipient page: `vite build --config vite.open.config.ts` writes dist/open: one page, one script, one stylesheet, and optional parts. */
import { join } from 'node:path';
import { defineConfig, type UserConfig } from 'vite';
import { classicPagePlugin } from './web/open/vite/classic-page.ts';
import { partsPlugin } from './web/open/vite/parts.ts';
import { catalogue } from './web/vite/catalogue.ts';

const repository = import.meta.dirname;
const root = join(repository, 'web/open');

const build = {
  // DingTalk's web view on Android is Chromium 69; iOS 12 is as old.
  target: 'es2017',
  cssTarget: ['chrome69', 'safari12'],
  assetsInlineLimit: 0,
  modulePreload: false,
} satisfies UserConfig['build'];

export default defineConfig({
  root,
  base: '/open/',
  plugins: [
    catalogue({ root: repository }),
    partsPlugin(join(root, 'parts'), {
      root,
      plugins: [catalogue({ root: repository })],
      build,
      // A library asks for it by this name; Chromium 69 does not have it.
      define: { globalThis: 'self' },
    }),
    classicPagePlugin(),
  ],
  build: {
    ...build,
    outDir: join(repository, 'dist/open'),
    emptyOutDir: true,
    // Otherwise the script would write the style into the page, which the CSP forbids.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        format: 'iife',
        entryFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
