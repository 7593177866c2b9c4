/** What recipients ask for, for those who answer; and ending everything of a transfer in one call. */
import { z } from 'zod';
import { may } from '../../access/authorize.ts';
import { BASE } from '../../base/errors.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import { takeDown } from '../../governance/requests/take-down.ts';
import {
  accessRequestCountSchema,
  accessRequestListSchema,
  accessRequestSchema,
  answeredSchema,
  answerRequestSchema,
  takeDownSchema,
  takenDownSchema,
} from '../../model/api/access-requests.ts';
import { lookSchema } from '../../model/api/accesses.ts';
import { answerAccessRequest } from '../../transfers/requests/answer.ts';
import {
  countForReader,
  listAccessRequests,
  readAccessRequest,
  type RequestReader,
} from '../../transfers/requests/view.ts';
import type { StaffNames } from '../../transfers/read.ts';
import { type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';

const PATH = '/api/v1/access-requests';
const stateSchema = z.enum(['open', 'closed']).optional();

export function requestRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  staffRead(
    router,
    {
      path: PATH,
      permission: 'signed_in',
      summary: 'What recipients ask for, newest first; what was written is covered for everybody but the sender',
      answer: accessRequestListSchema,
    },
    (call) => listAccessRequests(deps, call.tenant, namesOf(router, call), readerOf(call), filterOf(call)),
  );
  staffRead(
    router,
    {
      path: `${PATH}/count`,
      permission: 'signed_in',
      summary: 'How many requests wait for an answer of the reader',
      answer: accessRequestCountSchema,
    },
    async (call) => ({ open: await countForReader(deps.db.query, call.tenant, readerOf(call)) }),
  );
  staffAct(
    router,
    {
      path: `${PATH}/{id}/read`,
      permission: 'signed_in',
      summary: 'A request with what was written; recorded in the audit log for whom it concerns',
      body: lookSchema,
      answer: accessRequestSchema,
    },
    async (call, body) =>
      readAccessRequest(deps, call.tenant, namesOf(router, call), readerOf(call), uuidParam(call.param('id')), {
        ...body,
        place: await call.place(),
      }),
  );
  staffAct(
    router,
    {
      path: `${PATH}/{id}/answer`,
      // Whose transfer it is decides, or the role: looked up where the answer is written.
      permission: 'signed_in',
      summary: 'Grant, decline or note a request',
      body: answerRequestSchema,
      answer: answeredSchema,
    },
    async (call, body) => ({
      state: await answerAccessRequest(deps, call.tenant, readerOf(call), uuidParam(call.param('id')), body),
    }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/transfers/{id}/takedown',
      permission: 'incident.manage',
      summary: 'End everything of a transfer, and block the way by which it came',
      body: takeDownSchema,
      answer: takenDownSchema,
    },
    (call, body) =>
      takeDown(
        { transfers: deps, doors: router.deps.doors, organisation: router.deps.organisation },
        call.tenant,
        call.actor,
        uuidParam(call.param('id')),
        body,
      ),
  );
}

function readerOf(call: StaffCall): RequestReader {
  const { role } = call.person;
  const readAll = may(role, 'transfer.read_all');
  return { actor: call.actor, readAll, answerAll: may(role, 'incident.manage'), locale: call.locale };
}

function namesOf(router: Router, call: StaffCall): StaffNames {
  return (ids) => staffNames(router.deps.organisation, call.tenant.orgId, ids);
}

function filterOf(call: StaffCall): Parameters<typeof listAccessRequests>[4] {
  const state = stateSchema.safeParse(call.query('state'));
  if (!state.success) throw BASE.invalid_request({ fields: ['state'] });
  const [before, transferId] = [call.query('before'), call.query('transfer')];
  return {
    ...(state.data === undefined ? {} : { state: state.data }),
    ...(before === undefined || before === '' ? {} : { before: uuidParam(before) }),
    ...(transferId === undefined || transferId === '' ? {} : { transferId: uuidParam(transferId) }),
  };
}
