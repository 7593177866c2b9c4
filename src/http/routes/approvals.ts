/** What waits for an officer's decision, and officers who let somebody decide in their name. */
import { z } from 'zod';
import { may } from '../../access/authorize.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import { approvalQueueSchema, delegationListSchema, giveDelegationSchema } from '../../model/api/approvals.ts';
import { uuidSchema } from '../../model/api/common.ts';
import { readApprovalQueue } from '../../transfers/approval-queue.ts';
import { endDelegation, giveDelegation, readDelegations } from '../../transfers/delegations.ts';
import { reminderState } from '../../transfers/remind.ts';
import { type Router, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';
import { approverOf } from './transfers.ts';

const empty = z.strictObject({});

export function approvalRoutes(router: Router): void {
  const { transfers: deps, organisation } = router.deps;
  staffRead(
    router,
    {
      path: '/api/v1/approvals',
      permission: 'signed_in',
      summary: 'What waits for a decision by an officer',
      answer: approvalQueueSchema,
    },
    async (call) => {
      const reader = await approverOf(deps, call);
      const names = (ids: readonly string[]) => staffNames(organisation, call.tenant.orgId, ids);
      return {
        waiting: await readApprovalQueue(deps, call.tenant, names, reader),
        reminders: await reminderState(deps, call.tenant),
      };
    },
  );
  staffRead(
    router,
    {
      path: '/api/v1/delegations',
      permission: 'signed_in',
      summary: 'Who may answer approvals for whom',
      answer: delegationListSchema,
    },
    (call) => readDelegations(deps, call.tenant, call.actor, may(call.person.role, 'approval.delegate')),
  );
  staffAct(
    router,
    {
      path: '/api/v1/delegations',
      permission: 'approval.delegate',
      summary: 'Let somebody answer approvals for a time',
      body: giveDelegationSchema,
      answer: z.strictObject({ id: uuidSchema }),
    },
    (call, body) => giveDelegation(deps, call.tenant, call.actor, body),
  );
  staffAct(
    router,
    {
      path: '/api/v1/delegations/{id}/revoke',
      permission: 'approval.delegate',
      summary: 'End a delegation before its time',
      body: empty,
      answer: empty,
    },
    async (call) => {
      await endDelegation(deps, call.tenant, call.actor, uuidParam(call.param('id')));
      return {};
    },
  );
}
