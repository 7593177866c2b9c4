/** A person looked, and says how it is. His note is sealed; the answer counts for half a year. */
import { DAY } from '../../base/units.ts';
import type { AnswerPosture } from '../../model/api/posture.ts';
import { putAnswer } from '../../store/tables/posture.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import { wayOf } from './checks.ts';
import type { PostureDeps } from './deps.ts';
import { POSTURE } from './errors.ts';

export const ANSWER_DAYS = 180;

export function noteContext(checkId: string, at: Date): string {
  return `posture_answer.note:${checkId}:${at.toISOString()}`;
}

/** Returns until when the answer counts. @throws `posture.read_here` for what this installation reads itself */
export async function answerPosture(
  deps: PostureDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: AnswerPosture,
): Promise<{ readonly validUntil: Date }> {
  const { checkId, answer, note } = command;
  if (wayOf(checkId) === 'own') throw POSTURE.read_here();
  const at = deps.clock.now();
  const validUntil = new Date(at.getTime() + ANSWER_DAYS * DAY);
  const sealed = note === null || note === '' ? null : await deps.fields.seal(noteContext(checkId, at), note);
  await tx(deps.db, async (trx) => {
    await putAnswer(trx, {
      org_id: tenant.orgId,
      check_id: checkId,
      answer,
      note_sealed: sealed,
      answered_by: actor.id,
      answered_at: at,
      valid_until: validUntil,
    });
    await recordEvent(deps, trx, tenant, {
      kind: 'posture.answered',
      at,
      actor: { kind: 'staff', id: actor.id },
      detail: { check: checkId, answer, note: sealed !== null },
    });
  });
  deps.log.nudge();
  return { validUntil };
}
