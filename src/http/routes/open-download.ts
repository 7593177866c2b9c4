/** Files of released openings, streamed on the Node response; a download that broke off goes on from there. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { z } from 'zod';
import { ACCESS } from '../../access/errors.ts';
import { BASE } from '../../base/errors.ts';
import { describeError } from '../../base/logger.ts';
import { downloadFormSchema } from '../../model/api/open.ts';
import { type Download, fetchOpening } from '../../transfers/downloads/fetch.ts';
import { quoted } from '../../transfers/downloads/range.ts';
import { contentDisposition } from '../content-disposition.ts';
import type { Ctx } from '../context.ts';
import { openerOf, requireRecipient, requireTenant } from '../recipient-call.ts';
import { declare, type Router } from '../route.ts';

export function openDownloadRoute(router: Router): void {
  const { app, deps } = router;
  declare(
    router,
    'post',
    '/open/download',
    'recipient',
    'The file of a released opening, streamed (form fields; `Range` and `If-Range` go on with one that broke off)',
    downloadFormSchema,
    z.unknown(),
  );
  app.post('/open/download', async (c) => {
    const tenant = await requireTenant(router);
    const form = downloadFormSchema.safeParse(Object.fromEntries(new URLSearchParams(await c.req.text())));
    if (!form.success) throw BASE.invalid_request();
    const visitor = await requireRecipient(router, c, tenant, form.data.handle, form.data.csrf);
    const part = { range: c.req.header('range'), ifRange: c.req.header('if-range') };
    const result = await fetchOpening(deps.transfers, tenant, visitor, await openerOf(router, c), form.data, part);
    if (result.outcome !== 'ready') throw ACCESS.not_permitted({ outcome: result.outcome });
    return stream(router, c, result.download);
  });
}

/** Web streams cost a third more (measured). A broken seal ends the connection, never the file. */
async function stream(router: Router, c: Ctx, download: Download): Promise<Response> {
  const { outgoing } = c.env;
  outgoing.writeHead(download.range === undefined ? 200 : 206, headersOf(download));
  try {
    await pipeline(Readable.from(download.content, { objectMode: false, highWaterMark: 1 << 20 }), outgoing);
  } catch (error) {
    router.deps.logger.warn({ ...describeError(error), requestId: c.get('requestId') }, 'a download ended early');
    outgoing.destroy();
  }
  return RESPONSE_ALREADY_SENT;
}

/** What middleware would set on a Response has to be written by hand here. */
function headersOf({ name, size, range, tag }: Download): Record<string, string | number> {
  const length = range === undefined ? size : range.to + 1 - range.from;
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': contentDisposition(name),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'referrer-policy': 'no-referrer',
    'accept-ranges': tag === undefined ? 'none' : 'bytes',
    ...(tag === undefined ? {} : { etag: quoted(tag) }),
    ...(length === undefined ? {} : { 'content-length': length }),
    ...(range === undefined ? {} : { 'content-range': `bytes ${range.from}-${range.to}/${size}` }),
  };
}
