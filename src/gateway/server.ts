/**
 * The gateway: DingTalk's own interface, as its clients expect it. Areas add their routes in order; what none of them knows is refused and
 * counted, never passed on.
 */
import { Hono } from 'hono';
import { codeOf } from '../base/errors.ts';
import { describeError } from '../base/logger.ts';
import type { GatewayApp, GatewayArea, GatewayCtx, GatewayDeps, GatewayEnv } from './deps.ts';
import { sendFault } from './dingtalk/answers.ts';
import { appsArea } from './dingtalk/apps/area.ts';
import { robotRoutes } from './dingtalk/robot-send.ts';
import { noteRefusal, unknownRoutes } from './dingtalk/unknown.ts';
import { tooLongHead } from './limits.ts';

/** Each vendor area registers its routes; the order matters only where patterns overlap. */
export const AREAS: readonly GatewayArea[] = [robotRoutes, appsArea];

export function createGatewayApp(deps: GatewayDeps, areas: readonly GatewayArea[] = AREAS): GatewayApp {
  const app: GatewayApp = new Hono<GatewayEnv>({ getPath });
  app.use('*', async (c, next) => {
    c.set('requestId', deps.ids.handle());
    c.set('client', deps.resolveClient(c.env.incoming.socket.remoteAddress, c.req.raw.headers).address);
    const refused = tooLongHead(c);
    if (refused !== undefined) {
      await noteRefusal(deps, c, 'head_too_long', null);
      return refused;
    }
    const started = performance.now();
    await next();
    logRequest(deps, c, performance.now() - started);
    return undefined;
  });
  app.onError((error, c) => {
    deps.logger.error({ ...describeError(error), requestId: c.get('requestId') }, 'a call to the gateway failed');
    return sendFault(c, codeOf(error));
  });
  app.get('/healthz', (c) => c.json({ ok: true }));
  for (const area of areas) area(app, deps);
  unknownRoutes(app, deps);
  return app;
}

/** The path without its query; a base address that ends in a slash makes two of them, and some clients add one at the end. */
function getPath(request: Request): string {
  const path = new URL(request.url).pathname.replaceAll(/\/{2,}/g, '/');
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** INVARIANT: no address, query string, header or body of a call is ever in a line of the log. */
function logRequest(deps: GatewayDeps, c: GatewayCtx, milliseconds: number): void {
  deps.logger.debug(
    { requestId: c.get('requestId'), method: c.req.method, status: c.res.status, ms: Math.round(milliseconds) },
    'gateway call',
  );
}
