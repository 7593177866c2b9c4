/** What recipients ask, report and may know, on the recipient page. Every step is a POST. */
import { z } from 'zod';
import { BASE } from '../../base/errors.ts';
import { exportAccesses } from '../../governance/accesses/export.ts';
import { listAccesses } from '../../governance/accesses/list.ts';
import {
  askSchema,
  cancelSchema,
  ownRequestsSchema,
  reportedSchema,
  reportSchema,
} from '../../model/api/access-requests.ts';
import { accessListSchema, ownAccessesSchema } from '../../model/api/accesses.ts';
import { CSRF_HEADER } from '../../model/api/common.ts';
import { handleSchema } from '../../model/api/open.ts';
import { askFor, listOwn, takeBack } from '../../transfers/requests/ask.ts';
import { reportFromLink } from '../../transfers/requests/report.ts';
import type { Tenant } from '../../transfers/deps.ts';
import type { Visitor } from '../../transfers/recipient-access.ts';
import type { Ctx } from '../context.ts';
import { readJson } from '../read-json.ts';
import { openerOf, requireRecipient, requireTenant } from '../recipient-call.ts';
import { declare, type Router } from '../route.ts';
import { streamDownload } from '../stream-download.ts';
import { once } from './accesses.ts';

const ofLink = z.strictObject({ handle: handleSchema });
const exportForm = z.strictObject({ handle: handleSchema, csrf: z.string().max(200) });

export function openRequestRoutes(router: Router): void {
  reportRoute(router);
  const { transfers } = router.deps;
  recipientPost(router, '/open/api/requests', 'Ask for something', askSchema, ownRequestsSchema, async (who, body) => {
    const { handle: _handle, ...ask } = body;
    const outcome = await askFor(transfers, who.tenant, who.visitor, await openerOf(router, who.c), ask);
    if (outcome === 'limited') throw BASE.too_many();
    return listOwn(transfers, who.tenant, who.visitor);
  });
  recipientPost(router, '/open/api/requests/own', 'What was asked for and answered', ofLink, ownRequestsSchema, (who) =>
    listOwn(transfers, who.tenant, who.visitor),
  );
  recipientPost(
    router,
    '/open/api/requests/cancel',
    'Take an own request back',
    cancelSchema,
    ownRequestsSchema,
    async (who, { requestId }) => {
      await takeBack(transfers, who.tenant, who.visitor, requestId);
      return listOwn(transfers, who.tenant, who.visitor);
    },
  );
  recipientPost(
    router,
    '/open/api/accesses',
    "Who looked at what is the recipient's: his record, and what was sent to him",
    ownAccessesSchema,
    accessListSchema,
    (who, { before }) =>
      listAccesses(transfers, who.tenant, { kind: 'recipient', id: who.visitor.recipientId }, before ?? undefined),
  );
  exportRoute(router);
}

function reportRoute(router: Router): void {
  const { app, deps } = router;
  const path = '/open/api/report';
  declare(
    router,
    'post',
    path,
    'public',
    'Say from a link that one cannot get in, or that something is wrong; the answer never tells whether the link is known',
    reportSchema,
    reportedSchema,
  );
  app.post(path, async (c) => {
    const tenant = await requireTenant(router);
    const body = await readJson(c, reportSchema);
    const outcome = await reportFromLink(deps.transfers, tenant, await openerOf(router, c), body);
    if (outcome === 'limited') throw BASE.too_many();
    return c.json(reportedSchema.parse({ received: true }));
  });
}

type Who = { readonly c: Ctx; readonly tenant: Tenant; readonly visitor: Visitor };

/** A POST of a recipient whose session is alive, with its token. */
function recipientPost<B extends { readonly handle: string }>(
  router: Router,
  path: `/open/api/${string}`,
  summary: string,
  body: z.ZodType<B>,
  answer: z.ZodType,
  handle: (who: Who, body: B) => Promise<unknown>,
): void {
  declare(router, 'post', path, 'recipient', summary, body, answer);
  router.app.post(path, async (c) => {
    const tenant = await requireTenant(router);
    const asked = await readJson(c, body);
    const visitor = await requireRecipient(router, c, tenant, asked.handle, c.req.header(CSRF_HEADER));
    return c.json(answer.parse(await handle({ c, tenant, visitor }, asked)));
  });
}

function exportRoute(router: Router): void {
  const { app, deps } = router;
  const path = '/open/accesses';
  declare(
    router,
    'post',
    path,
    'recipient',
    "Looks at what is the recipient's with proofs, as a zip (form fields handle, csrf)",
    exportForm,
    z.unknown(),
  );
  app.post(path, async (c) => {
    const tenant = await requireTenant(router);
    const form = exportForm.safeParse(Object.fromEntries(new URLSearchParams(await c.req.text())));
    if (!form.success) throw BASE.invalid_request();
    const visitor = await requireRecipient(router, c, tenant, form.data.handle, form.data.csrf);
    const whom = { kind: 'recipient', id: visitor.recipientId } as const;
    const { name, bytes } = await exportAccesses(deps.accesses, tenant, whom);
    return streamDownload(deps, c, { name, contentType: 'application/zip', content: once(bytes) });
  });
}
