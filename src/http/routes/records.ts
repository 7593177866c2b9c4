/** Standing records, and what is stated about legal entities. */
import { z } from 'zod';
import { staffNames } from '../../governance/organisation/staff.ts';
import { readEntities } from '../../governance/organisation/entities.ts';
import {
  createRecordSchema,
  entityListSchema,
  recordDetailSchema,
  recordedSchema,
  recordListSchema,
  statedSchema,
  stateProfileSchema,
} from '../../model/api/records.ts';
import { readStandingRecord, readStandingRecords } from '../../transfers/read-records.ts';
import { recordStanding, stateEntityProfile, withdrawStanding } from '../../transfers/standing-records.ts';
import { type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';
import { readerOf } from './transfers.ts';

const empty = z.strictObject({});

export function recordRoutes(router: Router): void {
  const { transfers: deps, organisation } = router.deps;
  const names = (call: StaffCall) => (ids: readonly string[]) => staffNames(organisation, call.tenant.orgId, ids);
  staffRead(
    router,
    { path: '/api/v1/records', permission: 'record.read', summary: 'Standing records', answer: recordListSchema },
    async (call) => ({ records: await readStandingRecords(deps, call.tenant, names(call)) }),
  );
  staffRead(
    router,
    {
      path: '/api/v1/records/{id}',
      permission: 'record.read',
      summary: 'A standing record and the transfers that counted on it',
      answer: recordDetailSchema,
    },
    (call) => readStandingRecord(deps, call.tenant, names(call), readerOf(call), uuidParam(call.param('id'))),
  );
  staffAct(
    router,
    {
      path: '/api/v1/records',
      permission: 'record.manage',
      summary: 'Record once for later transfers',
      body: createRecordSchema,
      answer: recordedSchema,
    },
    (call, body) => recordStanding(deps, call.tenant, call.actor, { ...body, dutyId: null }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/records/{id}/withdraw',
      permission: 'record.manage',
      summary: 'Withdraw a record',
      body: empty,
      answer: empty,
    },
    async (call) => {
      await withdrawStanding(deps, call.tenant, call.actor, uuidParam(call.param('id')));
      return {};
    },
  );
  staffRead(
    router,
    { path: '/api/v1/entities', permission: 'record.read', summary: 'Legal entities', answer: entityListSchema },
    async (call) => ({ entities: await readEntities(organisation, call.tenant.orgId) }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/entities/{id}/profile',
      permission: 'record.manage',
      summary: 'State facts about a legal entity',
      body: stateProfileSchema,
      answer: statedSchema,
    },
    (call, body) => stateEntityProfile(deps, call.tenant, call.actor, uuidParam(call.param('id')), body),
  );
}
