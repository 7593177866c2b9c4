/** Rows of pack_candidate, pack_review, policy_param and policy_set: which rules there are, who looked at them, and what was in use when. */
import type { Insertable, Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { PackCandidateTable, PackReviewTable, PolicySetTable } from '../schema-law.ts';
import type { Trx } from '../transaction.ts';

export type PackVersionRow = Selectable<PackCandidateTable>;
/** Without the texts, which are large. */
export type PackVersionHead = Omit<PackVersionRow, 'files' | 'schema_text'>;
export type PackReviewRow = Selectable<PackReviewTable>;
export type PolicySetRow = Selectable<PolicySetTable>;
export type PackState = PackVersionRow['state'];

const HEAD = [
  'org_id',
  'candidate_id',
  'pack',
  'version',
  'digest',
  'origin',
  'state',
  'created_by',
  'created_at',
  'changed_at',
] as const;

/** Versions in use in place of shipped ones, with their texts. */
export function listActiveVersions(db: Executor, orgId: string): Promise<PackVersionRow[]> {
  return db
    .selectFrom('pack_candidate')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('state', '=', 'active')
    .orderBy('pack')
    .execute();
}

/** All versions there ever were, newest first, without their texts. */
export function listVersions(db: Executor, orgId: string, limit: number): Promise<PackVersionHead[]> {
  return db
    .selectFrom('pack_candidate')
    .select([...HEAD])
    .where('org_id', '=', orgId)
    .orderBy('created_at', 'desc')
    .orderBy('candidate_id', 'desc')
    .limit(limit)
    .execute();
}

export function findVersion(db: Executor, orgId: string, candidateId: string): Promise<PackVersionRow | undefined> {
  return db
    .selectFrom('pack_candidate')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('candidate_id', '=', candidateId)
    .executeTakeFirst();
}

export function findVersionsByDigest(
  db: Executor,
  orgId: string,
  digests: readonly string[],
): Promise<PackVersionRow[]> {
  if (digests.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('pack_candidate')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('digest', 'in', [...digests])
    .orderBy('pack')
    .execute();
}

/** False when this text of this pack is there already. */
export async function insertVersion(trx: Trx, row: Insertable<PackCandidateTable>): Promise<boolean> {
  const result = await trx
    .insertInto('pack_candidate')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'pack', 'digest']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** False when it was in none of the states. */
export async function moveVersion(
  trx: Trx,
  orgId: string,
  candidateId: string,
  from: readonly PackState[],
  to: PackState,
  at: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('pack_candidate')
    .set({ state: to, changed_at: at })
    .where('org_id', '=', orgId)
    .where('candidate_id', '=', candidateId)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Takes whatever version of a pack is in use out of use; the shipped one takes its place. */
export async function retireActive(trx: Trx, orgId: string, pack: string, at: Date): Promise<void> {
  await trx
    .updateTable('pack_candidate')
    .set({ state: 'retired', changed_at: at })
    .where('org_id', '=', orgId)
    .where('pack', '=', pack)
    .where('state', '=', 'active')
    .execute();
}

export async function insertReview(trx: Trx, row: Insertable<PackReviewTable>): Promise<void> {
  await trx.insertInto('pack_review').values(row).execute();
}

/** Newest first, withdrawn ones included. */
export function listReviews(db: Executor, orgId: string, limit: number): Promise<PackReviewRow[]> {
  return db
    .selectFrom('pack_review')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('recorded_at', 'desc')
    .orderBy('review_id', 'desc')
    .limit(limit)
    .execute();
}

/** Digests of packs that somebody reviewed and nobody took back. */
export async function listReviewedDigests(db: Executor, orgId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('pack_review')
    .select('digest')
    .distinct()
    .where('org_id', '=', orgId)
    .where('withdrawn_at', 'is', null)
    .orderBy('digest')
    .execute();
  return rows.map((row) => row.digest);
}

/** The review, when it was not withdrawn before; undefined otherwise. */
export function withdrawReview(
  trx: Trx,
  orgId: string,
  pack: string,
  reviewId: string,
  by: string,
  at: Date,
): Promise<PackReviewRow | undefined> {
  return trx
    .updateTable('pack_review')
    .set({ withdrawn_at: at, withdrawn_by: by })
    .where('org_id', '=', orgId)
    .where('pack', '=', pack)
    .where('review_id', '=', reviewId)
    .where('withdrawn_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

export type OwnNumber = {
  readonly param: string;
  readonly value: number;
  readonly set_by: string;
  readonly set_at: Date;
};

export function listOwnNumbers(db: Executor, orgId: string): Promise<OwnNumber[]> {
  return db
    .selectFrom('policy_param')
    .select(['param', 'value', 'set_by', 'set_at'])
    .where('org_id', '=', orgId)
    .orderBy('param')
    .execute();
}

/** Sets the organisation's own number, or takes it back to the pack's with null. */
export async function setOwnNumber(
  trx: Trx,
  orgId: string,
  param: string,
  value: number | null,
  by: string,
  at: Date,
): Promise<void> {
  if (value === null) {
    await trx.deleteFrom('policy_param').where('org_id', '=', orgId).where('param', '=', param).execute();
    return;
  }
  await trx
    .insertInto('policy_param')
    .values({ org_id: orgId, param, value, set_by: by, set_at: at })
    .onConflict((conflict) => conflict.columns(['org_id', 'param']).doUpdateSet({ value, set_by: by, set_at: at }))
    .execute();
}

export async function insertPolicySet(trx: Trx, row: Insertable<PolicySetTable>): Promise<void> {
  await trx.insertInto('policy_set').values(row).execute();
}

/** What was decided by, newest first. */
export function listPolicySets(db: Executor, orgId: string, limit: number): Promise<PolicySetRow[]> {
  return db
    .selectFrom('policy_set')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('at', 'desc')
    .orderBy('set_id', 'desc')
    .limit(limit)
    .execute();
}

/** What was decided by at a moment and, since a change and a decision may be a moment apart, right before and after it. Nearest first. */
export async function listPolicySetsAround(db: Executor, orgId: string, at: Date): Promise<PolicySetRow[]> {
  const all = db.selectFrom('policy_set').selectAll().where('org_id', '=', orgId);
  const before = await all.where('at', '<=', at).orderBy('at', 'desc').orderBy('set_id', 'desc').limit(2).execute();
  const after = await all.where('at', '>', at).orderBy('at').orderBy('set_id').limit(1).execute();
  return [...before.slice(0, 1), ...after, ...before.slice(1)];
}

/** One change of the rules at a time, whoever makes it: the organisation's row is held until the transaction ends. */
export async function lockRules(trx: Trx, orgId: string): Promise<void> {
  await trx.selectFrom('organisation').select('org_id').where('org_id', '=', orgId).forUpdate().execute();
}

/** Another text whenever something changed that rules are made of: versions in use, numbers, reviews. */
export async function rulesVersion(db: Executor, orgId: string): Promise<string> {
  const [newest] = await listPolicySets(db, orgId, 1);
  const active = await db
    .selectFrom('pack_candidate')
    .select(['candidate_id', 'changed_at'])
    .where('org_id', '=', orgId)
    .where('state', '=', 'active')
    .orderBy('candidate_id')
    .execute();
  const numbers = await listOwnNumbers(db, orgId);
  const reviewed = await listReviewedDigests(db, orgId);
  return JSON.stringify([newest?.set_id ?? null, active, numbers, reviewed]);
}
