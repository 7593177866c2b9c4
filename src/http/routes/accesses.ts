/** Who looked at what is somebody's; and the looks of staff that have to be explained. */
import { z } from 'zod';
import { BASE } from '../../base/errors.ts';
import { exportAccesses } from '../../governance/accesses/export.ts';
import { listAccesses } from '../../governance/accesses/list.ts';
import { listAccessesOf, listPeople, recordAsking } from '../../governance/accesses/of-person.ts';
import {
  accessListSchema,
  accessPeopleSchema,
  accessesOfSchema,
  exportAccessesSchema,
  lookSchema,
} from '../../model/api/accesses.ts';
import { transferNamesSchema } from '../../model/api/transfers.ts';
import { may } from '../../access/authorize.ts';
import { ACCESS } from '../../access/errors.ts';
import { contactSchema, findRecipientSchema, foundRecipientSchema } from '../../model/api/recipients.ts';
import { findByAddress, lookAtContact } from '../../transfers/recipients.ts';
import { lookAtTransfer } from '../../transfers/look.ts';
import { requireTransfer } from '../../transfers/read.ts';
import { readJson } from '../read-json.ts';
import { declare, requireStaff, type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { streamDownload } from '../stream-download.ts';
import { uuidParam } from './staff.ts';
import { approverOf } from './transfers.ts';

const PATH = '/api/v1/accesses';

export function accessesRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  staffRead(
    router,
    {
      path: PATH,
      permission: 'signed_in',
      summary: "Who looked at what is the reader's own: his person, and what he sent",
      answer: accessListSchema,
    },
    (call) => listAccesses(deps, call.tenant, { kind: 'staff', id: call.person.id }, beforeOf(call)),
  );
  staffRead(
    router,
    {
      path: `${PATH}/people`,
      permission: 'accesses.read',
      summary: 'About whom one can ask',
      answer: accessPeopleSchema,
    },
    (call) => listPeople(deps, call.tenant),
  );
  staffAct(
    router,
    {
      path: `${PATH}/of`,
      permission: 'accesses.read',
      summary: "Who looked at what is another person's; recorded, and shown to that person",
      body: accessesOfSchema,
      answer: accessListSchema,
    },
    async (call, body) => listAccessesOf(deps, call.tenant, call.actor, body, await call.place()),
  );
  // A POST: names of files and of recipients are somebody's, and the look is recorded for them.
  staffAct(
    router,
    {
      path: '/api/v1/transfers/{id}/look',
      permission: 'signed_in',
      summary: 'Names of files and recipients of a transfer; recorded for whom it concerns',
      body: lookSchema,
      answer: transferNamesSchema,
    },
    async (call, body) => {
      const reader = await approverOf(deps, call);
      const row = await requireTransfer(deps, call.tenant, reader, uuidParam(call.param('id')));
      return lookAtTransfer(deps, call.tenant, call.actor, row, { ...body, place: await call.place() });
    },
  );
  contactRoutes(router);
  exportRoute(router);
}

/** Addresses and numbers of recipients. */
function contactRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  const permission = 'recipient.manage';
  staffAct(
    router,
    {
      path: '/api/v1/recipients/find',
      permission,
      summary: 'Who has exactly this address',
      body: findRecipientSchema,
      answer: foundRecipientSchema,
    },
    async (call, { email }) => ({ recipient: await findByAddress(deps, call.tenant, call.actor, email) }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/recipients/{id}/look',
      permission,
      summary: 'Address and number of a recipient; recorded, and shown to the recipient',
      body: lookSchema,
      answer: contactSchema,
    },
    async (call, body) =>
      lookAtContact(deps, call.tenant, call.actor, uuidParam(call.param('id')), { ...body, place: await call.place() }),
  );
}

/** The answer is a file, so the route is declared by itself; its checks are those of `staffAct`. */
function exportRoute(router: Router): void {
  const { app, deps } = router;
  const path = `${PATH}/export`;
  declare(
    router,
    'post',
    path,
    'signed_in',
    "Looks at what is one person's with proofs, as a zip; another's is recorded",
    exportAccessesSchema,
    z.unknown(),
  );
  app.post(path, async (c) => {
    const call = await requireStaff(deps, c, 'signed_in');
    const { of } = await readJson(c, exportAccessesSchema);
    if (of !== null) {
      if (!may(call.person.role, 'accesses.read')) throw ACCESS.not_permitted();
      await recordAsking(deps.transfers, call.tenant, call.actor, 'accesses.exported', of, await call.place());
    }
    const whom = of === null ? ({ kind: 'staff', id: call.person.id } as const) : of.of;
    const { name, bytes } = await exportAccesses(deps.accesses, call.tenant, whom);
    return streamDownload(deps, c, { name, contentType: 'application/zip', content: once(bytes) });
  });
}

export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

function beforeOf(call: StaffCall): number | undefined {
  const before = call.query('before');
  if (before === undefined || before === '') return undefined;
  const parsed = z.coerce.number().int().min(0).max(2_147_483_647).safeParse(before);
  if (!parsed.success) throw BASE.invalid_request({ fields: ['before'] });
  return parsed.data;
}
