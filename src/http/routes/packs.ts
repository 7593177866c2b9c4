/** The packs of rules: what is decided by, who reviewed it, the organisation's own numbers, new versions, and old decisions made again. */
import { z } from 'zod';
import { may } from '../../access/authorize.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import { bringVersion } from '../../governance/packs/bring.ts';
import type { Names } from '../../governance/packs/deps.ts';
import { readPack, readVersion } from '../../governance/packs/detail.ts';
import { listNumbers, previewNumber, setNumber } from '../../governance/packs/numbers.ts';
import { listDecisions, replayDecision } from '../../governance/packs/replay.ts';
import { recordReview, takeBackReview } from '../../governance/packs/reviews.ts';
import { startShadowRun } from '../../governance/packs/shadow.ts';
import { moveWaiting, switchBack, switchOn } from '../../governance/packs/switch.ts';
import { uuidSchema } from '../../model/api/common.ts';
import {
  bringVersionSchema,
  broughtSchema,
  comparisonSchema,
  decisionListSchema,
  numberListSchema,
  packDetailSchema,
  packFilesSchema,
  packListSchema,
  recordReviewSchema,
  replaySchema,
  setNumberSchema,
  switchedSchema,
  switchVersionSchema,
  versionDetailSchema,
} from '../../model/api/packs.ts';
import { type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { packExportRoutes } from './pack-exports.ts';
import { uuidParam } from './staff.ts';
import { approverOf } from './transfers.ts';

const empty = z.strictObject({});
const madeSchema = z.strictObject({ id: uuidSchema });

export function packRoutes(router: Router): void {
  readRoutes(router);
  numberRoutes(router);
  packExportRoutes(router);
  versionRoutes(router);
  packRoutesByName(router);
  decisionRoutes(router);
}

function namesFor(router: Router, call: StaffCall): Names {
  return (ids) => staffNames(router.deps.organisation, call.tenant.orgId, ids);
}

function readRoutes(router: Router): void {
  const { deps } = router;
  staffRead(
    router,
    {
      path: '/api/v1/packs',
      permission: 'signed_in',
      summary: 'Packs of rules in use',
      answer: packListSchema,
    },
    async (call) => deps.views.packs(call.locale),
  );
  staffRead(
    router,
    {
      path: '/api/v1/packs/files',
      permission: 'signed_in',
      summary: 'Texts of the packs in use, to decide with them in the browser',
      answer: packFilesSchema,
    },
    async () => deps.views.packFiles(),
  );
}

function numberRoutes(router: Router): void {
  const { packs } = router.deps;
  staffRead(
    router,
    {
      path: '/api/v1/packs/params',
      permission: 'signed_in',
      summary: 'Numbers of the packs in use and the organisation’s own',
      answer: numberListSchema,
    },
    (call) => listNumbers(packs, call.tenant, namesFor(router, call), call.locale),
  );
  staffAct(
    router,
    {
      path: '/api/v1/packs/params/preview',
      permission: 'policy.manage',
      summary: 'What a number would have changed in past decisions; stores nothing',
      body: setNumberSchema,
      answer: comparisonSchema,
    },
    (call, body) => previewNumber(packs, call.tenant, body),
  );
  staffAct(
    router,
    {
      path: '/api/v1/packs/params',
      permission: 'policy.manage',
      summary: 'Set a number of the organisation’s own, stricter than the pack’s, or take it back',
      body: setNumberSchema,
      answer: empty,
    },
    async (call, body) => {
      await setNumber(packs, call.tenant, call.actor, body);
      return {};
    },
  );
}

function versionRoutes(router: Router): void {
  const { packs } = router.deps;
  staffAct(
    router,
    {
      path: '/api/v1/packs/versions',
      permission: 'policy.manage',
      summary: 'Bring in a version of a pack; it is checked and kept in shadow',
      body: bringVersionSchema,
      answer: broughtSchema,
    },
    (call, body) => bringVersion(packs, call.tenant, call.actor, body),
  );
  staffRead(
    router,
    {
      path: '/api/v1/packs/versions/{id}',
      // It names transfers of everybody.
      permission: 'settings.read',
      summary: 'A version of a pack beside the one in use, with its shadow runs',
      answer: versionDetailSchema,
    },
    (call) => readVersion(packs, call.tenant, namesFor(router, call), uuidParam(call.param('id'))),
  );
  staffAct(
    router,
    {
      path: '/api/v1/packs/versions/{id}/shadow-runs',
      permission: 'policy.manage',
      summary: 'Compare a version with the rules in use over past decisions',
      body: empty,
      answer: madeSchema,
    },
    async (call) => ({ id: await startShadowRun(packs, call.tenant, call.actor, uuidParam(call.param('id'))) }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/packs/versions/{id}/switch-on',
      permission: 'policy.manage',
      summary: 'Decide by a version from now on',
      body: switchVersionSchema,
      answer: switchedSchema,
    },
    async (call, body) => {
      const { version, digest } = await switchOn(
        packs,
        call.tenant,
        call.actor,
        uuidParam(call.param('id')),
        body.digest,
      );
      return { inUse: { version, digest } };
    },
  );
  for (const [name, to] of [
    ['discard', 'discarded'],
    ['restore', 'shadow'],
  ] as const) {
    staffAct(
      router,
      {
        path: `/api/v1/packs/versions/{id}/${name}`,
        permission: 'policy.manage',
        summary: name === 'discard' ? 'Put a waiting version away' : 'Let a discarded version wait again',
        body: empty,
        answer: empty,
      },
      async (call) => {
        await moveWaiting(packs, call.tenant, call.actor, uuidParam(call.param('id')), to);
        return {};
      },
    );
  }
}

function packRoutesByName(router: Router): void {
  const { packs } = router.deps;
  staffRead(
    router,
    {
      path: '/api/v1/packs/{pack}',
      permission: 'signed_in',
      summary: 'One pack in use: rules, numbers, reviews, versions',
      answer: packDetailSchema,
    },
    (call) => {
      const mayManage = may(call.person.role, 'policy.manage');
      return readPack(packs, call.tenant, namesFor(router, call), call.locale, call.param('pack'), mayManage);
    },
  );
  staffAct(
    router,
    {
      path: '/api/v1/packs/{pack}/reviews',
      permission: 'policy.manage',
      summary: 'Record who reviewed which version of a pack',
      body: recordReviewSchema,
      answer: madeSchema,
    },
    async (call, body) => ({ id: await recordReview(packs, call.tenant, call.actor, call.param('pack'), body) }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/packs/{pack}/reviews/{id}/withdraw',
      permission: 'policy.manage',
      summary: 'Take a review back',
      body: empty,
      answer: empty,
    },
    async (call) => {
      await takeBackReview(packs, call.tenant, call.actor, call.param('pack'), uuidParam(call.param('id')));
      return {};
    },
  );
  staffAct(
    router,
    {
      path: '/api/v1/packs/{pack}/switch-back',
      permission: 'policy.manage',
      summary: 'Decide again by the version that was in use before',
      body: switchVersionSchema,
      answer: switchedSchema,
    },
    async (call, body) => {
      const before = await switchBack(packs, call.tenant, call.actor, call.param('pack'), body.digest);
      return { inUse: before === null ? null : { version: before.version, digest: before.digest } };
    },
  );
}

function decisionRoutes(router: Router): void {
  const { packs, transfers } = router.deps;
  staffRead(
    router,
    {
      path: '/api/v1/transfers/{id}/decisions',
      permission: 'signed_in',
      summary: 'Every decision about a transfer',
      answer: decisionListSchema,
    },
    async (call) => listDecisions(packs, call.tenant, await approverOf(transfers, call), uuidParam(call.param('id'))),
  );
  staffRead(
    router,
    {
      path: '/api/v1/transfers/{id}/decisions/{decision}/replay',
      permission: 'signed_in',
      summary: 'Make a decision again by the rules of its day, and compare',
      answer: replaySchema,
    },
    async (call) => {
      const decisionId = uuidParam(call.param('decision'));
      return replayDecision(
        packs,
        call.tenant,
        await approverOf(transfers, call),
        uuidParam(call.param('id')),
        decisionId,
      );
    },
  );
}
