/** The HTTP application: middleware in order, then routes. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BASE } from '../base/errors.ts';
import { describeError } from '../base/logger.ts';
import { MIB } from '../base/units.ts';
import type { App, AppEnv, Ctx } from './context.ts';
import type { HttpDeps } from './deps.ts';
import type { DeclaredRoute, Router } from './route.ts';
import { accessesRoutes } from './routes/accesses.ts';
import { accessRoutes } from './routes/access.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { archiveRoutes } from './routes/archive.ts';
import { archivePasswordRoutes } from './routes/archives.ts';
import { audienceRoutes } from './routes/audiences.ts';
import { authRoutes } from './routes/auth.ts';
import { doorRoutes } from './routes/doors.ts';
import { connectionRoutes } from './routes/connections.ts';
import { deliveryRoutes } from './routes/delivery.ts';
import { dutyRoutes } from './routes/duties.ts';
import { factorRoutes } from './routes/factors.ts';
import { identityRoutes } from './routes/identity.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { openFactorRoutes } from './routes/open-factors.ts';
import { openPageRoutes } from './routes/open-pages.ts';
import { openRequestRoutes } from './routes/open-requests.ts';
import { openRoutes } from './routes/open.ts';
import { openDeliveryRoutes } from './routes/open-delivery.ts';
import { packRoutes } from './routes/packs.ts';
import { postureRoutes } from './routes/posture.ts';
import { proofRoutes } from './routes/proof.ts';
import { recordRoutes } from './routes/records.ts';
import { requestRoutes } from './routes/requests.ts';
import { registerRoutes } from './routes/register.ts';
import { staffRoutes } from './routes/staff.ts';
import { staticRoutes } from './routes/static.ts';
import { systemRoutes } from './routes/system.ts';
import { levelRoutes } from './routes/levels.ts';
import { pseudonymRoutes } from './routes/pseudonyms.ts';
import { sweepRoutes } from './routes/sweeps.ts';
import { tracingRoutes } from './routes/tracing.ts';
import { transferRoutes } from './routes/transfers.ts';
import { UPLOADS_PATH, uploadRoutes } from './routes/uploads.ts';

export type HttpApp = { readonly app: App; readonly declared: readonly DeclaredRoute[] };

export function createHttpApp(deps: HttpDeps): HttpApp {
  const app = new Hono<AppEnv>();
  const router: Router = { app, deps, declared: [] };
  app.use('*', async (c, next) => {
    c.set('requestId', deps.ids.handle());
    c.set('client', deps.resolveClient(c.env.incoming.socket.remoteAddress, c.req.raw.headers).address);
    const started = performance.now();
    await next();
    secureHeaders(deps, c);
    logRequest(deps, c, performance.now() - started);
  });
  app.use('*', async (c, next) => {
    if (c.req.path.startsWith(UPLOADS_PATH)) return next();
    return bodyLimit({ maxSize: MIB, onError: () => errorResponse(deps, c, BASE.too_large()) })(c, next);
  });
  app.onError((error, c) => errorResponse(deps, c, error));
  app.notFound((c) => errorResponse(deps, c, BASE.not_found()));

  authRoutes(router);
  staffRoutes(router);
  uploadRoutes(router);
  transferRoutes(router);
  archivePasswordRoutes(router);
  accessRoutes(router);
  identityRoutes(router);
  factorRoutes(router);
  deliveryRoutes(router);
  recordRoutes(router);
  approvalRoutes(router);
  packRoutes(router);
  registerRoutes(router);
  systemRoutes(router);
  proofRoutes(router);
  postureRoutes(router);
  tracingRoutes(router);
  sweepRoutes(router);
  pseudonymRoutes(router);
  levelRoutes(router);
  metricsRoutes(router);
  dutyRoutes(router);
  connectionRoutes(router);
  archiveRoutes(router);
  audienceRoutes(router);
  doorRoutes(router);
  requestRoutes(router);
  accessesRoutes(router);
  openRoutes(router);
  openFactorRoutes(router);
  openRequestRoutes(router);
  openPageRoutes(router);
  openDeliveryRoutes(router);
  staticRoutes(router);
  return { app, declared: router.declared };
}

/** Set on every answer that does not set its own. */
function secureHeaders(deps: HttpDeps, c: Ctx): void {
  const { headers } = c.res;
  const defaults: Readonly<Record<string, string>> = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'x-frame-options': 'DENY',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    ...(deps.settings.secure ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  };
  for (const [name, value] of Object.entries(defaults)) if (!headers.has(name)) headers.set(name, value);
}

/** The route's pattern, never the path: a path holds handles and ids. */
function logRequest(deps: HttpDeps, c: Ctx, milliseconds: number): void {
  deps.logger.debug(
    { requestId: c.get('requestId'), method: c.req.method, status: c.res.status, ms: Math.round(milliseconds) },
    'request',
  );
}

/** The one place where errors become answers. Unexpected ones say nothing but their number. */
function errorResponse(deps: HttpDeps, c: Ctx, error: unknown): Response {
  const known = deps.known(error);
  const requestId = c.get('requestId');
  if (known.status >= 500)
    deps.logger.error({ ...describeError(error), requestId, errorCode: known.code }, 'a request failed');
  const details = known.status >= 500 ? {} : known.details;
  const body = { error: { code: known.code, message: known.message, requestId, details } };
  const headers: Record<string, string> = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  if (typeof known.details['retryAfterSeconds'] === 'number')
    headers['retry-after'] = String(known.details['retryAfterSeconds']);
  return new Response(JSON.stringify(body), { status: known.status, headers });
}
