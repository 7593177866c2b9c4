/** Connections, sandbox, meter, and the audit log: its public files and the events behind it. */
import { BASE } from '../../base/errors.ts';
import {
  connectionListSchema,
  logEventListSchema,
  logInfoSchema,
  meterSchema,
  sandboxListSchema,
} from '../../model/api/system.ts';
import { declare, type Router, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';
import { z } from 'zod';

export function systemRoutes(router: Router): void {
  const { app, deps } = router;
  staffRead(
    router,
    {
      path: '/api/v1/connections',
      permission: 'transfer.submit',
      summary: 'Channels that can carry a notice',
      answer: connectionListSchema,
    },
    async () => deps.views.connections(),
  );
  if (deps.settings.sandbox) {
    staffRead(
      router,
      {
        path: '/api/v1/sandbox/messages',
        permission: 'sandbox.read',
        summary: 'What channels would have received',
        answer: sandboxListSchema,
      },
      async (call) => ({ messages: await deps.views.sandbox(call.tenant.orgId, optionalId(call.query('after'))) }),
    );
  }
  staffRead(
    router,
    { path: '/api/v1/meter', permission: 'meter.read', summary: 'Bytes kept and bytes crossed', answer: meterSchema },
    (call) => deps.views.meter(call.tenant.orgId),
  );
  staffRead(
    router,
    { path: '/api/v1/log', permission: 'signed_in', summary: 'The audit log’s identity', answer: logInfoSchema },
    (call) => deps.views.log(call.tenant.orgId),
  );
  staffRead(
    router,
    {
      path: '/api/v1/log/events',
      permission: 'log.read',
      summary: 'Audit events, newest first',
      answer: logEventListSchema,
    },
    (call) => deps.views.logEvents(call.tenant.orgId, optionalId(call.query('before'))),
  );

  declare(
    router,
    'get',
    '/log/1/{path}',
    'public',
    'Public files of the audit log (c2sp.org/tlog-tiles): commitments only',
    undefined,
    z.unknown(),
  );
  app.get('/log/1/*', async (c) => {
    const path = new URL(c.req.url).pathname.slice('/log/1/'.length);
    const bytes = await deps.views.logFile(path);
    if (bytes === undefined) throw BASE.not_found();
    const isCheckpoint = path === 'checkpoint';
    c.header('content-type', isCheckpoint ? 'text/plain; charset=utf-8' : 'application/octet-stream');
    c.header('cache-control', isCheckpoint ? 'no-cache' : 'public, max-age=31536000, immutable');
    return c.body(bytes);
  });

  declare(
    router,
    'get',
    '/healthz',
    'public',
    'Whether the server can work',
    undefined,
    z.strictObject({ ok: z.boolean() }),
  );
  app.get('/healthz', async (c) => {
    const ok = await deps.views.healthy();
    return c.json({ ok }, ok ? 200 : 503);
  });
}

function optionalId(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : uuidParam(text);
}
