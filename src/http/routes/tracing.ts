/** Tracing of leaked copies. */
import { z } from 'zod';
import { uuidSchema } from '../../model/api/common.ts';
import { approveTraceSchema, openTraceSchema, traceListSchema } from '../../model/api/tracing.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import { approveCase, closeCase, listCases, openTraceCase } from '../../governance/tracing/cases.ts';
import { type Router, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';

const done = z.strictObject({});

export function tracingRoutes(router: Router): void {
  const { tracing, organisation } = router.deps;
  staffRead(
    router,
    {
      path: '/api/v1/traces',
      permission: 'trace.read',
      summary: 'Cases of tracing and what they found',
      answer: traceListSchema,
    },
    (call) => listCases(tracing, call.tenant, call.actor, (ids) => staffNames(organisation, call.tenant.orgId, ids)),
  );
  staffAct(
    router,
    {
      path: '/api/v1/traces',
      permission: 'trace.manage',
      summary: 'Ask for a leaked copy to be traced: file, reason and the first share of the records key',
      body: openTraceSchema,
      answer: z.strictObject({ id: uuidSchema }),
    },
    async (call, body) => ({ id: await openTraceCase(tracing, call.tenant, call.actor, body) }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/traces/{id}/approve',
      permission: 'trace.manage',
      summary: 'Approve as another officer, with the second share; the trace begins',
      body: approveTraceSchema,
      answer: done,
    },
    async (call, { share }) => {
      await approveCase(tracing, call.tenant, call.actor, uuidParam(call.param('id')), share);
      return {};
    },
  );
  staffAct(
    router,
    {
      path: '/api/v1/traces/{id}/close',
      permission: 'trace.manage',
      summary: 'Close a case: the leaked file is discarded, the result stays',
      body: done,
      answer: done,
    },
    async (call) => {
      await closeCase(tracing, call.tenant, call.actor, uuidParam(call.param('id')));
      return {};
    },
  );
}
