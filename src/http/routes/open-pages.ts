/** Pages of what is for viewing only. Each one is a POST with session and token; an image is never stored, and its address says nothing. */
import { z } from 'zod';
import { ACCESS } from '../../access/errors.ts';
import { CSRF_HEADER } from '../../model/api/common.ts';
import {
  findRequestSchema,
  findResponseSchema,
  pageRequestSchema,
  pageTextRequestSchema,
  pageTextResponseSchema,
} from '../../model/api/open.ts';
import { type Ended, findInPages, readPage, readPageText } from '../../transfers/view-pages.ts';
import type { Ctx } from '../context.ts';
import { readJson } from '../read-json.ts';
import { openerOf, requireRecipient, requireTenant } from '../recipient-call.ts';
import { declare, type Router } from '../route.ts';

export function openPageRoutes(router: Router): void {
  const { app, deps } = router;
  declare(
    router,
    'post',
    '/open/api/page',
    'recipient',
    'One page of a view as an image, with watermark and mark',
    pageRequestSchema,
    z.unknown(),
  );
  app.post('/open/api/page', async (c) => {
    const tenant = await requireTenant(router);
    const { handle, ...wanted } = await readJson(c, pageRequestSchema);
    const visitor = await requireRecipient(router, c, tenant, handle, c.req.header(CSRF_HEADER));
    const format = takesWebp(c) ? 'webp' : 'jpeg';
    const result = await readPage(deps.transfers, tenant, visitor, await openerOf(router, c), { ...wanted, format });
    if (result.outcome !== 'page') throw ACCESS.not_permitted({ outcome: result.outcome });
    const { bytes, mediaType } = result.image;
    return c.body(Uint8Array.from(bytes), 200, { 'content-type': mediaType, 'cache-control': 'no-store' });
  });
  textRoutes(router);
}

/** Where the terms allow it. */
function textRoutes(router: Router): void {
  const { app, deps } = router;
  declare(
    router,
    'post',
    '/open/api/find',
    'recipient',
    'Places of a text on the pages of a view, where the terms allow it',
    findRequestSchema,
    findResponseSchema,
  );
  app.post('/open/api/find', async (c) => {
    const tenant = await requireTenant(router);
    const { handle, openingId, text } = await readJson(c, findRequestSchema);
    const visitor = await requireRecipient(router, c, tenant, handle, c.req.header(CSRF_HEADER));
    const found = alive(await findInPages(deps.transfers, tenant, visitor, await openerOf(router, c), openingId, text));
    return c.json(findResponseSchema.parse(found));
  });

  declare(
    router,
    'post',
    '/open/api/page-text',
    'recipient',
    'The text of a page of a view for screen readers, where the terms allow it; recorded',
    pageTextRequestSchema,
    pageTextResponseSchema,
  );
  app.post('/open/api/page-text', async (c) => {
    const tenant = await requireTenant(router);
    const { handle, ...wanted } = await readJson(c, pageTextRequestSchema);
    const visitor = await requireRecipient(router, c, tenant, handle, c.req.header(CSRF_HEADER));
    const found = alive(await readPageText(deps.transfers, tenant, visitor, await openerOf(router, c), wanted));
    return c.json(pageTextResponseSchema.parse(found));
  });
}

function alive<T extends object>(result: T | Ended): T {
  if ('outcome' in result) throw ACCESS.not_permitted({ outcome: result.outcome });
  return result;
}

function takesWebp(c: Ctx): boolean {
  return /(?:^|,)\s*image\/webp\s*(?:,|$)/.test(c.req.header('accept') ?? '');
}
