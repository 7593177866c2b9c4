/** Sender and officer about the proof of a recipient: a code to read out, locks, sessions. */
import { z } from 'zod';
import { BASE } from '../../base/errors.ts';
import { identityStateSchema, ofRecipientSchema, spokenCodeSchema, unlockSchema } from '../../model/api/identity.ts';
import { endSessionsOf, readIdentity, speakCode, unlockRecipient } from '../../transfers/identity/staff.ts';
import { requireTransfer } from '../../transfers/read.ts';
import { type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';
import { mayEnd, readerOf } from './transfers.ts';

const empty = z.strictObject({});

export function identityRoutes(router: Router): void {
  const { transfers: deps } = router.deps;
  /** Whoever may end a transfer answers for who gets in. */
  const own = async (call: StaffCall) => {
    const row = await requireTransfer(deps, call.tenant, readerOf(call), uuidParam(call.param('id')));
    if (!mayEnd(call, row.sender_id)) throw BASE.not_found();
    return row;
  };
  const permission = 'signed_in';
  staffRead(
    router,
    {
      path: '/api/v1/transfers/{id}/identity',
      permission,
      summary: 'How the proofs of the recipients stand: locks, wrong answers, sessions',
      answer: identityStateSchema,
    },
    async (call) => readIdentity(deps, call.tenant, await own(call)),
  );
  staffAct(
    router,
    {
      path: '/api/v1/transfers/{id}/spoken-code',
      permission,
      summary: 'A code to read out to one recipient, shown once',
      body: ofRecipientSchema,
      answer: spokenCodeSchema,
    },
    async (call, body) => speakCode(deps, call.tenant, call.actor, await own(call), body.recipientId),
  );
  staffAct(
    router,
    {
      path: '/api/v1/transfers/{id}/unlock',
      permission,
      summary: 'Lift the lock of one recipient, or of the whole transfer',
      body: unlockSchema,
      answer: empty,
    },
    async (call, body) => {
      await unlockRecipient(deps, call.tenant, call.actor, await own(call), body.recipientId);
      return {};
    },
  );
  staffAct(
    router,
    {
      path: '/api/v1/transfers/{id}/end-sessions',
      permission,
      summary: "End a recipient's sessions for this transfer",
      body: ofRecipientSchema,
      answer: z.strictObject({ sessions: z.number().int() }),
    },
    async (call, body) => ({
      sessions: await endSessionsOf(deps, call.tenant, call.actor, await own(call), body.recipientId),
    }),
  );
}
