/** What a recipient's page says of its delivery: that it ran, which browser it is, what it confirms; and its own certificate. */
import { z } from 'zod';
import { BASE } from '../../base/errors.ts';
import { ownBytes } from '../../base/bytes.ts';
import { drawCertificate } from '../../governance/delivery/file.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import { CSRF_HEADER } from '../../model/api/common.ts';
import {
  deliveryAnswerSchema,
  deliveryRequestSchema,
  deviceListSchema,
  forgetDeviceSchema,
  ownCertificateSchema,
  ownDevicesRequestSchema,
  seenSchema,
  showDeviceSchema,
  shownDeviceSchema,
  signedReceiptSchema,
  signReceiptSchema,
} from '../../model/api/delivery.ts';
import { readConfirmable, signReceipt } from '../../transfers/delivery/receipts.ts';
import { noteSeen } from '../../transfers/delivery/seen.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { forgetDevice, ownDevices, showDevice } from '../../transfers/devices.ts';
import { visibleTransfers } from '../../transfers/landing.ts';
import type { Opener, Visitor } from '../../transfers/recipient-access.ts';
import { contentDisposition } from '../content-disposition.ts';
import type { Ctx } from '../context.ts';
import { readJson } from '../read-json.ts';
import { openerOf, requireRecipient, requireTenant } from '../recipient-call.ts';
import { declare, type Router } from '../route.ts';

const empty = z.strictObject({});

export function openDeliveryRoutes(router: Router): void {
  seenRoute(router);
  deviceRoutes(router);
  receiptRoutes(router);
  certificateRoute(router);
}

/** Before anybody proved anything: no cookie, no session, the same answer for all. */
function seenRoute(router: Router): void {
  const { app, deps } = router;
  declare(
    router,
    'post',
    '/open/api/seen',
    'public',
    'The page behind a notice ran; it opens nothing',
    seenSchema,
    empty,
  );
  app.post('/open/api/seen', async (c) => {
    const tenant = await requireTenant(router);
    const { handle } = await readJson(c, seenSchema);
    await noteSeen(deps.transfers, tenant, await openerOf(router, c), handle, c.req.header('user-agent'));
    return c.json({});
  });
}

type Call<B> = { readonly tenant: Tenant; readonly visitor: Visitor; readonly opener: Opener; readonly body: B };

/** A POST of a recipient with session and token. */
function recipientAct<B extends { readonly handle: string }>(
  router: Router,
  path: `/open/api/${string}`,
  summary: string,
  body: z.ZodType<B>,
  answer: z.ZodType,
  handle: (call: Call<B>) => Promise<unknown>,
): void {
  declare(router, 'post', path, 'recipient', summary, body, answer);
  router.app.post(path, async (c) => {
    const call = await callOf(router, c, body);
    return c.json(answer.parse(await handle(call)));
  });
}

async function callOf<B extends { readonly handle: string }>(
  router: Router,
  c: Ctx,
  schema: z.ZodType<B>,
): Promise<Call<B>> {
  const tenant = await requireTenant(router);
  const body = await readJson(c, schema);
  const visitor = await requireRecipient(router, c, tenant, body.handle, c.req.header(CSRF_HEADER));
  return { tenant, visitor, opener: await openerOf(router, c), body };
}

function deviceRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  recipientAct(
    router,
    '/open/api/device',
    'Show that this browser has its own key; binds the session to it',
    showDeviceSchema,
    shownDeviceSchema,
    async ({ tenant, visitor, opener, body }) => ({ deviceId: await showDevice(deps, tenant, visitor, opener, body) }),
  );
  recipientAct(
    router,
    '/open/api/devices',
    'The recipient’s own devices',
    ownDevicesRequestSchema,
    deviceListSchema,
    ({ tenant, visitor }) => ownDevices(deps, tenant, visitor),
  );
  recipientAct(
    router,
    '/open/api/forget-device',
    'Remove a device and end its sessions',
    forgetDeviceSchema,
    empty,
    async ({ tenant, visitor, body }) => {
      const { recipientId } = visitor;
      await forgetDevice(deps, tenant, { kind: 'recipient', id: recipientId }, recipientId, body.deviceId);
      return {};
    },
  );
}

function receiptRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  recipientAct(
    router,
    '/open/api/delivery',
    'What may be confirmed about an opening',
    deliveryRequestSchema,
    deliveryAnswerSchema,
    ({ tenant, visitor, body }) => readConfirmable(deps, tenant, visitor, body.openingId),
  );
  recipientAct(
    router,
    '/open/api/receipt',
    'Confirm receipt: a statement signed by this browser’s key',
    signReceiptSchema,
    signedReceiptSchema,
    async ({ tenant, visitor, opener, body }) => ({
      signedAt: (await signReceipt(deps, tenant, visitor, opener, body)).toISOString(),
    }),
  );
}

/** A form, as downloads are: an attachment is saved where scripts cannot save. */
function certificateRoute(router: Router): void {
  const { app, deps } = router;
  const path = '/open/certificate';
  const summary = 'A delivery certificate, as a file (form fields handle, csrf, reference, format, locale)';
  declare(router, 'post', path, 'recipient', summary, ownCertificateSchema, z.unknown());
  app.post(path, async (c) => {
    const tenant = await requireTenant(router);
    const form = ownCertificateSchema.safeParse(Object.fromEntries(new URLSearchParams(await c.req.text())));
    if (!form.success) throw BASE.invalid_request();
    const body = form.data;
    const visitor = await requireRecipient(router, c, tenant, body.handle, body.csrf);
    const transfers = await visibleTransfers(deps.transfers, tenant, visitor);
    const transfer = transfers.find((one) => one.reference === body.reference);
    if (transfer === undefined) throw BASE.not_found();
    const { recipientId } = visitor;
    const file = await drawCertificate(
      certificateDeps(router, tenant),
      tenant,
      { actor: { kind: 'recipient', id: recipientId }, transfer, for: 'recipient', recipientId },
      body,
    );
    c.header('content-type', file.mediaType);
    c.header('content-disposition', contentDisposition(file.name));
    return c.body(ownBytes(file.bytes));
  });
}

/** What certificates are made of. */
export function certificateDeps(router: Router, tenant: Tenant): Parameters<typeof drawCertificate>[0] {
  const { transfers, views, duties, organisation } = router.deps;
  return {
    ...transfers,
    readLog: views.logFile,
    names: (ids) => staffNames(organisation, tenant.orgId, ids),
    catalogues: duties.catalogues,
  };
}
