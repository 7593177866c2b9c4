/** Rows of level_policy: every version of the organisation's policy of levels, none of them ever changed. */
import { sql, type Selectable } from 'kysely';
import type { LevelPolicy } from '../../model/level-policy.ts';
import type { Executor } from '../database.ts';
import type { LevelPolicyTable } from '../schema-classification.ts';
import type { Trx } from '../transaction.ts';

export type LevelPolicyRow = Selectable<LevelPolicyTable>;

/** Newest first. */
export function listLevelPolicies(db: Executor, orgId: string, limit: number): Promise<LevelPolicyRow[]> {
  return db
    .selectFrom('level_policy')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
}

/**
 * Adds the version after the one that was seen. False when somebody else was quicker.
 *
 * INVARIANT: this statement alone decides; of two that saw the same version one writes.
 */
export async function addLevelPolicy(
  trx: Trx,
  orgId: string,
  seen: number,
  { policy, reason, by, at }: { policy: LevelPolicy; reason: string; by: string; at: Date },
): Promise<boolean> {
  const added = await sql`
    insert into level_policy (org_id, version, policy, reason, set_by, set_at)
    select ${orgId}::uuid, ${seen + 1}::integer, ${JSON.stringify(policy)}::jsonb, ${reason}, ${by}::uuid, ${at}::timestamptz
    where coalesce((select max(version) from level_policy where org_id = ${orgId}::uuid), 0) = ${seen}::integer
    on conflict do nothing
  `.execute(trx);
  return added.numAffectedRows === 1n;
}

/** Says in one short answer whether the policy or an exception has changed. */
export async function levelsVersion(db: Executor, orgId: string): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select concat_ws('/',
      (select max(version) from level_policy where org_id = ${orgId}::uuid),
      (select concat_ws('/', count(*), max(set_at), max(second_at), max(ended_at)) from finding_exception
        where org_id = ${orgId}::uuid)
    ) as version
  `.execute(db);
  return rows[0]?.version ?? '';
}
