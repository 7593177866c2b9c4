/** What the recipient page says and hears. Every step is a POST; the page itself is one constant GET. */
import { z } from 'zod';
import { ACCESS } from '../../access/errors.ts';
import { CSRF_HEADER } from '../../model/api/common.ts';
import { handleSchema, openRequestSchema, openResponseSchema, openSessionSchema } from '../../model/api/open.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import { resumeSession } from '../../transfers/identify.ts';
import { openObject } from '../../transfers/open.ts';
import { describeOpenSession } from '../../transfers/open-session.ts';
import type { Visitor } from '../../transfers/recipient-access.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { readJson } from '../read-json.ts';
import { openerOf, requireRecipient, requireTenant } from '../recipient-call.ts';
import { declare, type Router } from '../route.ts';
import { openDownloadRoute } from './open-download.ts';
import { openPairingRoutes } from './open-pairing.ts';
import { openIdentityRoutes } from './open-identity.ts';

const sessionRequest = z.strictObject({ handle: handleSchema });

export function openRoutes(router: Router): void {
  openIdentityRoutes(router);
  openPairingRoutes(router);
  recipientRoutes(router);
  openDownloadRoute(router);
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

function describe(router: Router, tenant: Tenant, visitor: Visitor): ReturnType<typeof describeOpenSession> {
  return describeOpenSession(router.deps.transfers, tenant, visitor, (ids) =>
    staffNames(router.deps.organisation, tenant.orgId, ids),
  );
}
