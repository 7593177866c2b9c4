/** What the recipient page says and hears. Every step is a POST; the page itself is one constant GET. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { z } from 'zod';
import { ACCESS } from '../../access/errors.ts';
import { BASE } from '../../base/errors.ts';
import { describeError } from '../../base/logger.ts';
import { CSRF_HEADER, uuidSchema } from '../../model/api/common.ts';
import { handleSchema, openRequestSchema, openResponseSchema, openSessionSchema } from '../../model/api/open.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import { resumeSession } from '../../transfers/identify.ts';
import { openObject } from '../../transfers/open.ts';
import { describeOpenSession } from '../../transfers/open-session.ts';
import type { Visitor } from '../../transfers/recipient-access.ts';
import { type Download, fetchOpening } from '../../transfers/release.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { contentDisposition } from '../content-disposition.ts';
import type { Ctx } from '../context.ts';
import { readJson } from '../read-json.ts';
import { openerOf, requireRecipient, requireTenant } from '../recipient-call.ts';
import { declare, type Router } from '../route.ts';
import { openHandoverRoutes } from './open-handover.ts';
import { openIdentityRoutes } from './open-identity.ts';

const sessionRequest = z.strictObject({ handle: handleSchema });
const downloadForm = z.strictObject({ handle: handleSchema, openingId: uuidSchema, csrf: z.string().max(200) });

export function openRoutes(router: Router): void {
  openIdentityRoutes(router);
  openHandoverRoutes(router);
  recipientRoutes(router);
  downloadRoute(router);
}

/** After identity was proven. */
function recipientRoutes(router: Router): void {
  const { app, deps } = router;
  declare(
    router,
    'post',
    '/open/api/session',
    'recipient',
    'Go on after the page was loaded again',
    sessionRequest,
    openSessionSchema,
  );
  app.post('/open/api/session', async (c) => {
    const tenant = await requireTenant(router);
    const { handle } = await readJson(c, sessionRequest);
    const actor = await resumeSession(deps.transfers, tenant, handle, c.req.header('cookie') ?? null);
    if (actor === undefined) throw ACCESS.session_ended();
    return c.json(openSessionSchema.parse(await describe(router, tenant, actor)));
  });

  declare(
    router,
    'post',
    '/open/api/open',
    'recipient',
    'Open one object: decided, counted, recorded, released',
    openRequestSchema,
    openResponseSchema,
  );
  app.post('/open/api/open', async (c) => {
    const tenant = await requireTenant(router);
    const { handle, objectId } = await readJson(c, openRequestSchema);
    const actor = await requireRecipient(router, c, tenant, handle, c.req.header(CSRF_HEADER));
    return c.json(
      openResponseSchema.parse(await openObject(deps.transfers, tenant, actor, await openerOf(router, c), objectId)),
    );
  });
}

function downloadRoute(router: Router): void {
  const { app, deps } = router;
  declare(
    router,
    'post',
    '/open/download',
    'recipient',
    'The file of a released opening, streamed (form fields handle, openingId, csrf)',
    downloadForm,
    z.unknown(),
  );
  app.post('/open/download', async (c) => {
    const tenant = await requireTenant(router);
    const form = downloadForm.safeParse(Object.fromEntries(new URLSearchParams(await c.req.text())));
    if (!form.success) throw BASE.invalid_request();
    const actor = await requireRecipient(router, c, tenant, form.data.handle, form.data.csrf);
    const result = await fetchOpening(deps.transfers, tenant, actor, await openerOf(router, c), form.data.openingId);
    if (result.outcome !== 'ready') throw ACCESS.not_permitted({ outcome: result.outcome });
    return stream(router, c, result.download);
  });
}

/** Streams on the Node response: web streams cost a third more (measured). A broken seal ends the connection, never the file. */
async function stream(router: Router, c: Ctx, download: Download): Promise<Response> {
  const { outgoing } = c.env;
  // What middleware would set on a Response has to be written by hand here.
  outgoing.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': download.size,
    'content-disposition': contentDisposition(download.name),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'referrer-policy': 'no-referrer',
  });
  try {
    await pipeline(Readable.from(download.content, { objectMode: false, highWaterMark: 1 << 20 }), outgoing);
  } catch (error) {
    router.deps.logger.warn({ ...describeError(error), requestId: c.get('requestId') }, 'a download ended early');
    outgoing.destroy();
  }
  return RESPONSE_ALREADY_SENT;
}

function describe(router: Router, tenant: Tenant, visitor: Visitor): ReturnType<typeof describeOpenSession> {
  return describeOpenSession(router.deps.transfers, tenant, visitor, (ids) =>
    staffNames(router.deps.organisation, tenant.orgId, ids),
  );
}
