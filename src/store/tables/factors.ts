/** Rows of recipient_factor and factor_challenge, and what a session has proved. */
import type { Insertable, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { FactorChallengeTable, RecipientFactorTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';

export type FactorRow = Selectable<RecipientFactorTable>;
export type ChallengeRow = Selectable<FactorChallengeTable>;
export type FactorKind = FactorRow['kind'];

/** False when there is a living one that it would double: a second app or passphrase, or a credential or subject that somebody has. */
export async function insertFactor(trx: Trx, row: Insertable<RecipientFactorTable>): Promise<boolean> {
  const result = await trx
    .insertInto('recipient_factor')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The living ones of some recipients, the oldest first. */
export async function listFactors(
  db: Executor,
  orgId: string,
  recipientIds: readonly string[],
): Promise<readonly FactorRow[]> {
  if (recipientIds.length === 0) return [];
  return db
    .selectFrom('recipient_factor')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('recipient_id', 'in', [...recipientIds])
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .orderBy('factor_id')
    .execute();
}

/** Those that staff took away and the recipient has not seen. */
export function listTakenAway(db: Executor, orgId: string, recipientId: string): Promise<FactorRow[]> {
  return db
    .selectFrom('recipient_factor')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('recipient_id', '=', recipientId)
    .where('removed_by', 'is not', null)
    .where('seen_at', 'is', null)
    .orderBy('removed_at')
    .execute();
}

export async function markSeen(trx: Trx, orgId: string, recipientId: string, at: Date): Promise<number> {
  const result = await trx
    .updateTable('recipient_factor')
    .set({ seen_at: at })
    .where('org_id', '=', orgId)
    .where('recipient_id', '=', recipientId)
    .where('removed_by', 'is not', null)
    .where('seen_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** The living factor with this look-up hash, whosever it is. */
export async function findFactorByLookup(
  db: Executor,
  orgId: string,
  lookup: Uint8Array,
): Promise<FactorRow | undefined> {
  return await db
    .selectFrom('recipient_factor')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('lookup', '=', lookup)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

/**
 * Moves the counter on and notes the use, in one statement; false when it was there already, or the factor is gone.
 *
 * @param counter - Null: this factor does not count.
 */
export async function useFactor(
  trx: Trx,
  orgId: string,
  factorId: string,
  counter: number | null,
  at: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('recipient_factor')
    .set({ last_at: at, ...(counter === null ? {} : { counter }) })
    .where('org_id', '=', orgId)
    .where('factor_id', '=', factorId)
    .where('removed_at', 'is', null)
    .$if(counter !== null, (some) => some.where('counter', '<', counter ?? 0))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Returns the ids that went. @param removedBy - A member of staff; null: the recipient himself */
export async function removeFactors(
  trx: Trx,
  orgId: string,
  recipientId: string,
  which: { readonly factorId?: string; readonly transferId?: string | null },
  removedBy: string | null,
  at: Date,
): Promise<readonly { readonly factor_id: string; readonly kind: FactorKind }[]> {
  const { factorId, transferId } = which;
  return trx
    .updateTable('recipient_factor')
    .set({ removed_at: at, removed_by: removedBy, lookup: null })
    .where('org_id', '=', orgId)
    .where('recipient_id', '=', recipientId)
    .where('removed_at', 'is', null)
    .$if(factorId !== undefined, (some) => some.where('factor_id', '=', factorId ?? ''))
    .$if(transferId === null, (some) => some.where('transfer_id', 'is', null))
    .$if(typeof transferId === 'string', (some) => some.where('transfer_id', '=', transferId ?? null))
    .returning(['factor_id', 'kind'])
    .execute();
}

export async function insertChallenge(trx: Trx, row: Insertable<FactorChallengeTable>): Promise<void> {
  await trx.insertInto('factor_challenge').values(row).execute();
}

/** What a challenge must be for, so that it serves nowhere else. A challenge for nobody has no recipient. */
export type ChallengeOf = {
  readonly kind: string;
  readonly visitId: string;
  readonly recipientId: string | null;
};

/** Takes a challenge that was not used and lives; undefined for any other. One statement: it serves once. */
export async function claimChallenge(
  trx: Trx,
  orgId: string,
  challengeId: string,
  of: ChallengeOf,
  now: Date,
): Promise<ChallengeRow | undefined> {
  const { kind, visitId, recipientId } = of;
  return await trx
    .updateTable('factor_challenge')
    .set({ used_at: now })
    .where('org_id', '=', orgId)
    .where('challenge_id', '=', challengeId)
    .where('kind', '=', kind)
    .where('transfer_id', '=', visitId)
    .where('recipient_id', recipientId === null ? 'is' : '=', recipientId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

/** Takes one try at a challenge that stays until it is claimed; undefined when none is left. */
export async function tryChallenge(
  trx: Trx,
  orgId: string,
  challengeId: string,
  of: ChallengeOf,
  now: Date,
): Promise<ChallengeRow | undefined> {
  return await trx
    .updateTable('factor_challenge')
    .set({ tries_left: sql<number>`tries_left - 1` })
    .where('org_id', '=', orgId)
    .where('challenge_id', '=', challengeId)
    .where('kind', '=', of.kind)
    .where('transfer_id', '=', of.visitId)
    .where('recipient_id', of.recipientId === null ? 'is' : '=', of.recipientId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .where('tries_left', '>', 0)
    .returningAll()
    .executeTakeFirst();
}

/** Takes the living challenge of a kind by what it is looked up by, whosever it is. */
export async function claimChallengeByLookup(
  trx: Trx,
  orgId: string,
  kind: string,
  lookup: Uint8Array,
  now: Date,
): Promise<ChallengeRow | undefined> {
  return await trx
    .updateTable('factor_challenge')
    .set({ used_at: now })
    .where('org_id', '=', orgId)
    .where('kind', '=', kind)
    .where('lookup', '=', lookup)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

/** Forgets challenges that ended before; returns how many went. */
export async function sweepChallenges(db: Executor, orgId: string, before: Date): Promise<number> {
  const result = await db
    .deleteFrom('factor_challenge')
    .where('org_id', '=', orgId)
    .where('expires_at', '<', before)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Ends every challenge of a kind that was not taken, and returns how many there were. */
export async function dropOpenChallenges(trx: Trx, orgId: string, of: ChallengeOf): Promise<number> {
  const result = await trx
    .deleteFrom('factor_challenge')
    .where('org_id', '=', orgId)
    .where('kind', '=', of.kind)
    .where('transfer_id', '=', of.visitId)
    .where('recipient_id', of.recipientId === null ? 'is' : '=', of.recipientId)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** The living ones of all recipients that hold for everything, the oldest first. */
export function listAllFactors(db: Executor, orgId: string): Promise<FactorRow[]> {
  return db
    .selectFrom('recipient_factor')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('removed_at', 'is', null)
    .where('transfer_id', 'is', null)
    .orderBy('created_at')
    .orderBy('factor_id')
    .limit(20_000)
    .execute();
}

/** Ends every session of a recipient, whatever it is for. */
export async function endSessionsOf(trx: Trx, orgId: string, recipientId: string): Promise<void> {
  await trx
    .deleteFrom('recipient_session')
    .where('org_id', '=', orgId)
    .where('recipient_id', '=', recipientId)
    .execute();
}
