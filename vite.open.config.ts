/** The recipient page: `vite build --config vite.open.config.ts` writes dist/open, one page, one script, one stylesheet. */
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { classicPagePlugin } from './web/open/vite/classic-page.ts';
import { catalogue } from './web/vite/catalogue.ts';

const root = import.meta.dirname;

export default defineConfig({
  root: join(root, 'web/open'),
  base: '/open/',
  plugins: [catalogue({ root }), classicPagePlugin()],
  build: {
    outDir: join(root, 'dist/open'),
    emptyOutDir: true,
    // DingTalk's web view on Android is Chromium 69; iOS 12 is as old.
    target: 'es2017',
    cssTarget: ['chrome69', 'safari12'],
    assetsInlineLimit: 0,
    // Otherwise the script would write the style into the page, which the CSP forbids.
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: {
      output: {
        format: 'iife',
        entryFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
