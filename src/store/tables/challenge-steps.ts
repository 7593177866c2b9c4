/** Rows of factor_challenge that go on step by step: `tries_left` says how many are left. */
import type { Executor } from '../database.ts';
import type { Trx } from '../transaction.ts';
import type { ChallengeRow } from './factors.ts';

/** Whatever its state; the caller looks at `expires_at`, `used_at` and `tries_left`. */
export async function findChallenge(
  db: Executor,
  orgId: string,
  kind: string,
  challengeId: string,
): Promise<ChallengeRow | undefined> {
  return await db
    .selectFrom('factor_challenge')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('kind', '=', kind)
    .where('challenge_id', '=', challengeId)
    .executeTakeFirst();
}

/** The one of this kind that is alive and was stored under this hash. */
export async function findChallengeByLookup(
  db: Executor,
  orgId: string,
  kind: string,
  lookup: Uint8Array,
  now: Date,
): Promise<ChallengeRow | undefined> {
  return await db
    .selectFrom('factor_challenge')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('kind', '=', kind)
    .where('lookup', '=', lookup)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/**
 * Goes one step on, when it still is at this step (`tries_left`), alive and unused. False when somebody else was faster or it has ended.
 *
 * INVARIANT: one statement; of several at once one goes on.
 */
export async function advanceChallenge(
  trx: Trx,
  row: Pick<ChallengeRow, 'org_id' | 'challenge_id' | 'tries_left'>,
  to: { readonly data_sealed?: Uint8Array; readonly used_at?: Date },
  now: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('factor_challenge')
    .set((part) => ({ ...to, tries_left: part('tries_left', '-', 1) }))
    .where('org_id', '=', row.org_id)
    .where('challenge_id', '=', row.challenge_id)
    .where('tries_left', '=', row.tries_left)
    .where('tries_left', '>', 0)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Ends it at whatever step it is; false when it had ended. */
export async function endChallenge(trx: Trx, orgId: string, challengeId: string, now: Date): Promise<boolean> {
  const result = await trx
    .updateTable('factor_challenge')
    .set({ used_at: now })
    .where('org_id', '=', orgId)
    .where('challenge_id', '=', challengeId)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
