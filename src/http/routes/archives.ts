/** Passwords of locked archives, for whoever reads them out. */
import { z } from 'zod';
import { timeSchema, uuidSchema } from '../../model/api/common.ts';
import { listArchives, readOutPassword } from '../../transfers/downloads/passwords.ts';
import { requireTransfer } from '../../transfers/read.ts';
import { type Router, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';
import { approverOf } from './transfers.ts';

const listSchema = z.strictObject({
  archives: z.array(
    z.strictObject({ openingId: uuidSchema, objectId: uuidSchema, recipientId: uuidSchema, madeAt: timeSchema }),
  ),
});

export function archivePasswordRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  const permission = 'signed_in';
  staffRead(
    router,
    {
      path: '/api/v1/transfers/{id}/archives',
      permission,
      summary: 'Locked archives that were downloaded, without their passwords',
      answer: listSchema,
    },
    async (call) => {
      const id = uuidParam(call.param('id'));
      await requireTransfer(deps, call.tenant, await approverOf(deps, call), id);
      return { archives: await listArchives(deps, call.tenant, id) };
    },
  );
  staffAct(
    router,
    {
      path: '/api/v1/transfers/{id}/archives/{opening}/password',
      permission,
      summary: 'The password of a locked archive, for its sender or an officer to read out; recorded',
      body: z.strictObject({}),
      answer: z.strictObject({ password: z.string() }),
    },
    async (call) => {
      const [id, opening] = [uuidParam(call.param('id')), uuidParam(call.param('opening'))];
      return { password: await readOutPassword(deps, call.tenant, call.actor, id, opening) };
    },
  );
}
