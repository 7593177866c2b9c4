/** How the other side and this installation are set up. */
import { answerPosture } from '../../governance/posture/answer.ts';
import { readPosture } from '../../governance/posture/read.ts';
import { runPosture } from '../../governance/posture/run.ts';
import { staffNames } from '../../governance/organisation/staff.ts';
import {
  answeredPostureSchema,
  answerPostureSchema,
  postureSchema,
  ranPostureSchema,
  runPostureSchema,
} from '../../model/api/posture.ts';
import { type Router, staffAct, staffRead } from '../route.ts';

export function postureRoutes(router: Router): void {
  const { posture, organisation } = router.deps;
  staffRead(
    router,
    {
      path: '/api/v1/posture',
      permission: 'posture.read',
      summary: 'How DingTalk and this installation are set up: what to fix, what to answer, what is good',
      answer: postureSchema,
    },
    (call) => readPosture(posture, call.tenant, (ids) => staffNames(organisation, call.tenant.orgId, ids)),
  );
  staffAct(
    router,
    {
      path: '/api/v1/posture/run',
      permission: 'posture.manage',
      summary: 'Look at everything anew',
      body: runPostureSchema,
      answer: ranPostureSchema,
    },
    async (call, { connection }) => ({ runId: await runPosture(posture, call.tenant, call.actor, connection) }),
  );
  staffAct(
    router,
    {
      path: '/api/v1/posture/answer',
      permission: 'posture.manage',
      summary: 'Say how something is that only a person can see',
      body: answerPostureSchema,
      answer: answeredPostureSchema,
    },
    async (call, command) => {
      const { validUntil } = await answerPosture(posture, call.tenant, call.actor, command);
      return { validUntil: validUntil.toISOString() };
    },
  );
}
