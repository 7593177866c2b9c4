/** Deliveries for staff: how far they came, certificates, devices of recipients, and how one is told. */
import { z } from 'zod';
import { ownBytes } from '../../base/bytes.ts';
import { BASE } from '../../base/errors.ts';
import { forgetDeviceOf } from '../../governance/delivery/devices.ts';
import { drawCertificate } from '../../governance/delivery/file.ts';
import { readDelivery } from '../../governance/delivery/view.ts';
import { markSeen, readNews, readWish, saveWish } from '../../governance/delivery/wishes.ts';
import { uuidSchema } from '../../model/api/common.ts';
import {
  deliveryNewsSchema,
  deliverySchema,
  deliveryWishSchema,
  deliveryWishViewSchema,
  makeCertificateSchema,
} from '../../model/api/delivery.ts';
import { noteNamesTaken } from '../../transfers/look.ts';
import { requireTransfer } from '../../transfers/read.ts';
import { contentDisposition } from '../content-disposition.ts';
import { readJson } from '../read-json.ts';
import { declare, requireStaff, type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { certificateDeps } from './open-delivery.ts';
import { uuidParam } from './staff.ts';
import { approverOf, mayEnd } from './transfers.ts';

const empty = z.strictObject({});
const permission = 'signed_in';
const WISH = '/api/v1/delivery/wish';
const NEWS = '/api/v1/delivery/news';

export function deliveryRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  staffRead(
    router,
    {
      path: '/api/v1/transfers/{id}/delivery',
      permission,
      summary: 'How far the delivery of a transfer came, recipient by recipient',
      answer: deliverySchema,
    },
    async (call) => {
      const transfer = await visible(router, call);
      return readDelivery(deps, call.tenant, transfer, transfer.sender_id === call.actor.id);
    },
  );
  staffAct(
    router,
    {
      path: '/api/v1/transfers/{id}/devices/forget',
      permission,
      summary: 'Remove a device of a recipient and end its sessions',
      body: z.strictObject({ recipientId: uuidSchema, deviceId: uuidSchema }),
      answer: empty,
    },
    async (call, body) => {
      const transfer = await visible(router, call);
      if (!mayEnd(call, transfer.sender_id)) throw BASE.not_found();
      await forgetDeviceOf(deps, call.tenant, call.actor, transfer, body);
      return {};
    },
  );
  certificateRoute(router);
  wishRoutes(router);
}

async function visible(router: Router, call: StaffCall): Promise<Awaited<ReturnType<typeof requireTransfer>>> {
  const { transfers: deps } = router.deps;
  return requireTransfer(deps, call.tenant, await approverOf(deps, call), uuidParam(call.param('id')));
}

/** The answer is a file, so the route is declared by itself; its checks are those of `staffAct`. */
function certificateRoute(router: Router): void {
  const { app, deps } = router;
  const path = '/api/v1/transfers/{id}/certificate';
  declare(router, 'post', path, permission, 'A delivery certificate, as a file', makeCertificateSchema, z.unknown());
  app.post('/api/v1/transfers/:id/certificate', async (c) => {
    const call = await requireStaff(deps, c, permission);
    const body = await readJson(c, makeCertificateSchema);
    const transfer = await visible(router, call);
    await noteNamesTaken(deps.transfers, call.tenant, call.actor, transfer, await call.place());
    const file = await drawCertificate(
      certificateDeps(router, call.tenant),
      call.tenant,
      { actor: { kind: 'staff', id: call.person.id }, transfer, for: 'sender', recipientId: body.recipientId },
      body,
    );
    c.header('content-type', file.mediaType);
    c.header('content-disposition', contentDisposition(file.name));
    return c.body(ownBytes(file.bytes));
  });
}

function wishRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  staffRead(
    router,
    { path: WISH, permission, summary: 'How the reader is told of deliveries', answer: deliveryWishViewSchema },
    (call) => readWish(deps, call.tenant, call.actor),
  );
  staffAct(
    router,
    { path: WISH, permission, summary: 'Choose how to be told of deliveries', body: deliveryWishSchema, answer: empty },
    async (call, body) => {
      await saveWish(deps, call.tenant, call.actor, body);
      return {};
    },
  );
  staffRead(
    router,
    { path: NEWS, permission, summary: 'What became of the reader’s own transfers', answer: deliveryNewsSchema },
    (call) => readNews(deps, call.tenant, call.actor),
  );
  staffAct(
    router,
    { path: `${NEWS}/seen`, permission, summary: 'Count them as seen', body: empty, answer: empty },
    async (call) => {
      await markSeen(deps, call.tenant, call.actor);
      return {};
    },
  );
}
