/** Passwords of locked archives, for whoever reads them out. */
import { z } from 'zod';
import { archivePasswordSchema, lockedArchiveListSchema } from '../../model/api/delivery.ts';
import { listArchives, readOutPassword } from '../../transfers/downloads/passwords.ts';
import { requireTransfer } from '../../transfers/read.ts';
import { type Router, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';
import { approverOf } from './transfers.ts';

export function archivePasswordRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  const permission = 'signed_in';
  staffRead(
    router,
    {
      path: '/api/v1/transfers/{id}/archives',
      permission,
      summary: 'Locked archives that were downloaded, without their passwords',
      answer: lockedArchiveListSchema,
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
      answer: archivePasswordSchema,
    },
    async (call) => {
      const [id, opening] = [uuidParam(call.param('id')), uuidParam(call.param('opening'))];
      return { password: await readOutPassword(deps, call.tenant, call.actor, id, opening) };
    },
  );
}
