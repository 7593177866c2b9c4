/** The organisation's levels: policy, trial, exceptions. */
import { z } from 'zod';
import { may } from '../../access/authorize.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import {
  acceptException,
  confirmAsSecond,
  makeException,
  readExceptions,
  stopException,
  suggestException,
} from '../../governance/levels/exceptions.ts';
import { readLevelsView, setLevelPolicy } from '../../governance/levels/policy.ts';
import { tryLevelPolicy } from '../../governance/levels/trial.ts';
import {
  acceptExceptionSchema,
  confirmExceptionSchema,
  type ExceptionList,
  exceptionListSchema,
  exceptionMadeSchema,
  type LevelsView,
  levelsViewSchema,
  setExceptionSchema,
  setPolicySchema,
  suggestExceptionSchema,
  trialPageSchema,
  tryPolicySchema,
} from '../../model/api/levels.ts';
import type { StaffNames } from '../../transfers/read.ts';
import { type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';
import { readerOf } from './transfers.ts';

const LEVELS_PATH = '/api/v1/levels';
const EXCEPTIONS_PATH = '/api/v1/levels/exceptions';

export function levelRoutes(router: Router): void {
  policyRoutes(router);
  markRoutes(router);
  exceptionRoutes(router);
}

function policyRoutes(router: Router): void {
  const { levels: deps } = router.deps;
  const view = (call: StaffCall): Promise<LevelsView> =>
    readLevelsView(deps, call.tenant, namesFor(router, call), mayManage(call));
  staffRead(
    router,
    {
      path: LEVELS_PATH,
      permission: 'level.read',
      summary: 'What raises a text to which level, with every earlier version',
      answer: levelsViewSchema,
    },
    view,
  );
  staffAct(
    router,
    {
      path: LEVELS_PATH,
      permission: 'level.manage',
      summary: 'Set the policy of levels over the version that was seen; counts for every classification after it',
      body: setPolicySchema,
      answer: levelsViewSchema,
    },
    async (call, body) => {
      await setLevelPolicy(deps, call.tenant, call.actor, body);
      return view(call);
    },
  );
  staffAct(
    router,
    {
      path: `${LEVELS_PATH}/trial`,
      permission: 'level.manage',
      summary: 'A policy of levels over a page of past transfers; changes nothing',
      body: tryPolicySchema,
      answer: trialPageSchema,
    },
    (call, body) => tryLevelPolicy(deps, call.tenant, body),
  );
}

/** Where findings are seen. */
function markRoutes(router: Router): void {
  const { levels: deps } = router.deps;
  staffAct(
    router,
    {
      path: `${EXCEPTIONS_PATH}/suggest`,
      permission: 'transfer.submit',
      summary: 'Say that a finding is wrong; an officer decides',
      body: suggestExceptionSchema,
      answer: exceptionMadeSchema,
    },
    (call, body) => suggestException(deps, call.tenant, readerOf(call), body),
  );
  staffAct(
    router,
    {
      path: EXCEPTIONS_PATH,
      permission: 'level.manage',
      summary: 'Except a wrong finding for a time; some need a second officer',
      body: setExceptionSchema,
      answer: exceptionMadeSchema,
    },
    (call, body) => makeException(deps, call.tenant, readerOf(call), body),
  );
}

function exceptionRoutes(router: Router): void {
  const { levels: deps } = router.deps;
  const list = (call: StaffCall): Promise<ExceptionList> =>
    readExceptions(deps, call.tenant, namesFor(router, call), call.actor, mayManage(call));
  const act = <B>(
    name: string,
    summary: string,
    body: z.ZodType<B>,
    handle: (call: StaffCall, id: string, body: B) => Promise<void>,
  ): void => {
    const path = `${EXCEPTIONS_PATH}/{id}/${name}` as const;
    staffAct(
      router,
      { path, permission: 'level.manage', summary, body, answer: exceptionListSchema },
      async (call, given) => {
        await handle(call, uuidParam(call.param('id')), given);
        return list(call);
      },
    );
  };
  staffRead(
    router,
    {
      path: EXCEPTIONS_PATH,
      permission: 'level.read',
      summary: 'Findings known to be wrong, with who said so and until when',
      answer: exceptionListSchema,
    },
    list,
  );
  act('accept', 'Take up a suggestion', acceptExceptionSchema, (call, id, body) =>
    acceptException(deps, call.tenant, call.actor, id, body),
  );
  act('confirm', 'Agree as the second officer', confirmExceptionSchema, (call, id, { reason }) =>
    confirmAsSecond(deps, call.tenant, call.actor, id, reason),
  );
  act('end', 'End an exception, or dismiss a suggestion', z.strictObject({}), (call, id) =>
    stopException(deps, call.tenant, call.actor, id),
  );
}

function mayManage(call: StaffCall): boolean {
  return may(call.person.role, 'level.manage');
}

function namesFor(router: Router, call: StaffCall): StaffNames {
  return (ids) => staffNames(router.deps.organisation, call.tenant.orgId, ids);
}
