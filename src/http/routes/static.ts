/** The two web bundles. GET changes nothing and tells nothing: a notice's page is the same bytes for every handle. */
import { BASE } from '../../base/errors.ts';
import type { Ctx } from '../context.ts';
import type { StaticBundle, StaticFile } from '../deps.ts';
import type { Router } from '../route.ts';

const CONSOLE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types entrepot";
/**
 * The worker that decides with the packs runs Cedar, which is WebAssembly. It may compile it and fetch from here, and nothing else.
 * INVARIANT: no page and no other script has 'wasm-unsafe-eval'.
 */
const POLICY_WORKER = /^assets\/policy\.worker-[\w-]+\.js$/;
const POLICY_WORKER_CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const OPEN_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types entrepot-open";

export function staticRoutes(router: Router): void {
  const { app, deps } = router;
  app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /\n'));
  app.get('/n/:handle', (c) => page(c, deps.bundles.open, OPEN_CSP));
  // Where a short code for another device is typed, or comes in the fragment of a scanned address, which no server sees.
  app.get('/c', (c) => page(c, deps.bundles.open, OPEN_CSP));
  // Where a place to sign in sends the browser back to: the same constant page; what it does is a POST.
  app.get('/open/sign-in/:provider/callback', (c) => page(c, deps.bundles.open, OPEN_CSP));
  // For whoever doubts the page that he was sent: its files by digest, as sha256sum checks them.
  app.get('/open/page.sha256', (c) => {
    c.header('cache-control', 'no-store');
    return c.text(deps.pageSums);
  });
  app.get('/open/assets/*', (c) => asset(c, deps.bundles.open, 'open/'));
  app.get('/assets/*', (c) => asset(c, deps.bundles.console, ''));
  app.get('/favicon.svg', (c) => asset(c, deps.bundles.console, ''));
  // The console is one page; its own router knows the paths. API and file paths never fall through to it.
  app.get('*', (c) => {
    const { pathname } = new URL(c.req.url);
    if (/^\/(?:(?:api|open|log|n)\/|c[/%])/.test(pathname) || pathname.includes('.')) throw BASE.not_found();
    return page(c, deps.bundles.console, CONSOLE_CSP);
  });
}

function page(c: Ctx, bundle: StaticBundle, csp: string): Response {
  const file = bundle.get('index.html');
  if (file === undefined) throw BASE.not_found();
  c.header('content-type', 'text/html; charset=utf-8');
  c.header('content-security-policy', csp);
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex, nofollow, noarchive');
  return send(c, file);
}

function asset(c: Ctx, bundle: StaticBundle, prefix: string): Response {
  const path = new URL(c.req.url).pathname.slice(1 + prefix.length);
  const file = bundle.get(path);
  if (file === undefined) throw BASE.not_found();
  c.header('content-type', file.type);
  // A worker has no policy but that of its own script: the console's, so that it may fetch the log's public files.
  if (prefix === '') c.header('content-security-policy', POLICY_WORKER.test(path) ? POLICY_WORKER_CSP : CONSOLE_CSP);
  c.header('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  return send(c, file);
}

function send(c: Ctx, file: StaticFile): Response {
  c.header('vary', 'accept-encoding');
  const takesGzip = /(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0+)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i.test(
    c.req.header('accept-encoding') ?? '',
  );
  if (!takesGzip || file.gzip === undefined) return c.body(file.bytes);
  c.header('content-encoding', 'gzip');
  return c.body(file.gzip);
}
