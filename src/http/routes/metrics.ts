/** GET /metrics in the text format of Prometheus, for this machine, configured networks, or the holder of the token; 404 for everybody else. */
import { z } from 'zod';
import { BASE } from '../../base/errors.ts';
import { METRICS_CONTENT_TYPE } from '../../governance/metrics/text.ts';
import { declare, type Router } from '../route.ts';

export function metricsRoutes(router: Router): void {
  const { app, deps } = router;
  declare(
    router,
    'get',
    '/metrics',
    'public',
    'Figures for Prometheus (docs/metrics.md); from this machine, metrics.networks, or with metrics.token, else 404',
    undefined,
    z.string(),
  );
  app.get('/metrics', async (c) => {
    const client = deps.resolveClient(c.env.incoming.socket.remoteAddress, c.req.raw.headers);
    if (!deps.views.metrics.allows(client, c.req.raw.headers)) throw BASE.not_found();
    return c.body(await deps.views.metrics.text(), 200, { 'content-type': METRICS_CONTENT_TYPE });
  });
}
