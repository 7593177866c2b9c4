/** The permission matrix: of one transfer, templates of levels, and who can open what across all transfers. */
import { z } from 'zod';
import { may } from '../../access/authorize.ts';
import { BASE } from '../../base/errors.ts';
import { listAccess, type OverviewReader } from '../../governance/access-matrix/overview.ts';
import { exportAccess } from '../../governance/access-matrix/export.ts';
import { readLevels, setLevel } from '../../governance/access-matrix/levels.ts';
import { readAccessTable, setCell } from '../../governance/access-matrix/table.ts';
import { tryAccess } from '../../governance/access-matrix/try.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import {
  type AccessFilter,
  accessFilterSchema,
  accessListAnswerSchema,
  type AccessTable,
  accessTableSchema,
  exportAccessSchema,
  levelTableSchema,
  namedAccessSchema,
  oneRecipientSchema,
  setCellSchema,
  setLevelSchema,
  triedAccessSchema,
  tryAccessSchema,
} from '../../model/api/access.ts';
import { type StaffNames, requireTransfer } from '../../transfers/read.ts';
import { forgetDevicesOf, revokeRecipient } from '../../transfers/terms/revoke-recipient.ts';
import { readJson } from '../read-json.ts';
import { declare, requireStaff, type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { streamDownload } from '../stream-download.ts';
import { uuidParam } from './staff.ts';
import { mayEnd, readerOf } from './transfers.ts';

const TABLE_PATH = '/api/v1/transfers/{id}/access';
const EXPORT_PATH = '/api/v1/access/export';

export function accessRoutes(router: Router): void {
  tableRoutes(router);
  levelRoutes(router);
  overviewRoutes(router);
}

function tableRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  const visible = (call: StaffCall): ReturnType<typeof requireTransfer> =>
    requireTransfer(deps, call.tenant, readerOf(call), uuidParam(call.param('id')));
  const tableOf = async (call: StaffCall): Promise<AccessTable> => {
    const row = await visible(call);
    const isTheirs = mayEnd(call, row.sender_id);
    return readAccessTable(deps, call.tenant, namesFor(router, call), row, { edit: isTheirs, revoke: isTheirs });
  };
  /** Whoever may end a transfer may narrow it, and widen it within what the level and the decision allow. */
  const editable = async (call: StaffCall): Promise<string> => {
    const row = await visible(call);
    if (!mayEnd(call, row.sender_id)) throw BASE.not_found();
    return row.transfer_id;
  };
  staffRead(
    router,
    {
      path: TABLE_PATH,
      permission: 'signed_in',
      summary: 'Who may open what of a transfer',
      answer: accessTableSchema,
    },
    tableOf,
  );
  staffAct(
    router,
    {
      path: TABLE_PATH,
      permission: 'signed_in',
      summary: 'Change one cell of the permission matrix',
      body: setCellSchema,
      answer: accessTableSchema,
    },
    async (call, body) => {
      await setCell(deps, call.tenant, call.actor, await editable(call), body);
      return tableOf(call);
    },
  );
  staffAct(
    router,
    {
      path: `${TABLE_PATH}/revoke`,
      permission: 'signed_in',
      summary: 'End one recipient\u2019s access for good',
      body: oneRecipientSchema,
      answer: accessTableSchema,
    },
    async (call, { recipientId }) => {
      await revokeRecipient(deps, call.tenant, call.actor, await editable(call), recipientId);
      return tableOf(call);
    },
  );
  staffAct(
    router,
    {
      path: `${TABLE_PATH}/devices`,
      permission: 'signed_in',
      summary: 'Forget the devices on which one recipient opened',
      body: oneRecipientSchema,
      answer: accessTableSchema,
    },
    async (call, { recipientId }) => {
      await forgetDevicesOf(deps, call.tenant, call.actor, await editable(call), recipientId);
      return tableOf(call);
    },
  );
}

function levelRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  const levels = (call: StaffCall) =>
    readLevels(deps, call.tenant, namesFor(router, call), may(call.person.role, 'access.manage'));
  staffRead(
    router,
    {
      path: '/api/v1/access/levels',
      permission: 'access.read',
      summary: 'What each level allows at most',
      answer: levelTableSchema,
    },
    levels,
  );
  staffAct(
    router,
    {
      path: '/api/v1/access/levels',
      permission: 'access.manage',
      summary: 'Change what a level allows; takes effect on the next request',
      body: setLevelSchema,
      answer: levelTableSchema,
    },
    async (call, body) => {
      await setLevel(deps, call.tenant, call.actor, body);
      return levels(call);
    },
  );
}

function overviewRoutes(router: Router): void {
  const { app, deps } = router;
  staffRead(
    router,
    {
      path: '/api/v1/access',
      permission: 'access.read',
      summary: 'Who can open what right now',
      answer: accessListAnswerSchema,
    },
    (call) => listAccess(deps.transfers, call.tenant, overviewReader(call), filterOfQuery(call)),
  );
  staffAct(
    router,
    {
      path: '/api/v1/access/named',
      permission: 'access.read',
      summary: 'The same with names, for a purpose that those concerned can see',
      body: namedAccessSchema,
      answer: accessListAnswerSchema,
    },
    async (call, { filter, look }) => {
      const reader = { ...overviewReader(call), look: { ...look, place: await call.place() } };
      return listAccess(deps.transfers, call.tenant, reader, filter);
    },
  );
  staffAct(
    router,
    {
      path: '/api/v1/access/try',
      permission: 'access.read',
      summary: 'Whether somebody could open something from a place at a time; changes nothing',
      body: tryAccessSchema,
      answer: triedAccessSchema,
    },
    async (call, body) => {
      const row = await requireTransfer(deps.transfers, call.tenant, readerOf(call), body.transferId);
      return tryAccess(deps.transfers, call.tenant, call.locale, row, body);
    },
  );
  declare(
    router,
    'post',
    EXPORT_PATH,
    'access.read',
    'Who can open what, as a CSV file; recorded in the audit log',
    exportAccessSchema,
    z.unknown(),
  );
  app.post(EXPORT_PATH, async (c) => {
    const call = await requireStaff(deps, c, 'access.read');
    const { filter } = await readJson(c, exportAccessSchema);
    return streamDownload(deps, c, await exportAccess(deps.transfers, call.tenant, overviewReader(call), filter));
  });
}

function namesFor(router: Router, call: StaffCall): StaffNames {
  return (ids) => staffNames(router.deps.organisation, call.tenant.orgId, ids);
}

function overviewReader(call: StaffCall): OverviewReader {
  return { actor: call.actor, locale: call.locale, look: null };
}

function filterOfQuery(call: StaffCall): AccessFilter {
  const given = Object.keys(accessFilterSchema.shape).flatMap((name) => {
    const value = call.query(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const parsed = accessFilterSchema.safeParse(Object.fromEntries(given));
  if (!parsed.success)
    throw BASE.invalid_request({ fields: parsed.error.issues.map((issue) => String(issue.path[0] ?? '')) });
  return parsed.data;
}
