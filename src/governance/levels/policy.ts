/** Reading and changing the organisation's levels. A change counts for every classification after it; what was classified stays as it is. */
import type { LevelsView, PolicyVersion, SetPolicy } from '../../model/api/levels.ts';
import { LEVEL_SUBJECTS } from '../../model/classification.ts';
import {
  belowFloor,
  changesBetween,
  FLOORS,
  SHIPPED_POLICY,
  STRICTEST_POLICY,
  wholePolicy,
} from '../../model/level-policy.ts';
import { addLevelPolicy, type LevelPolicyRow, listLevelPolicies } from '../../store/tables/level-policies.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import type { StaffNames } from '../../transfers/read.ts';
import type { LevelDeps } from './deps.ts';
import { LEVELS_ERRORS } from './errors.ts';
import { readPolicy } from './holder.ts';
import { legalCategories, withoutClass } from './legal.ts';

/** Older versions stay in the store and explain what was classified by them. */
const MOST_SHOWN = 50;

const SHIPPED: PolicyVersion = { version: 0, setBy: null, setAt: null, reason: null, policy: SHIPPED_POLICY };

export async function readLevelsView(
  deps: LevelDeps,
  { orgId }: Tenant,
  names: StaffNames,
  mayEdit: boolean,
): Promise<LevelsView> {
  const rows = await listLevelPolicies(deps.db.query, orgId, MOST_SHOWN);
  const people = await names([...new Set(rows.map((row) => row.set_by))]);
  const history = [...rows.map((row) => viewVersion(row, people)), SHIPPED];
  const { packs } = deps.rules.current().engine;
  return {
    current: history[0] ?? SHIPPED,
    shipped: SHIPPED_POLICY,
    floors: LEVEL_SUBJECTS.flatMap((subject) => {
      const floor = FLOORS[subject];
      return floor === undefined ? [] : [{ subject, ...floor }];
    }),
    history,
    legal: legalCategories(packs, deps.clock.now().getTime()),
    withoutClass: withoutClass(packs),
    mayEdit,
  };
}

function viewVersion(row: LevelPolicyRow, people: ReadonlyMap<string, string>): PolicyVersion {
  const policy = readPolicy(row.policy);
  return {
    version: row.version,
    setBy: people.get(row.set_by) ?? '?',
    setAt: row.set_at.toISOString(),
    reason: row.reason,
    policy: policy === undefined ? null : wholePolicy(policy),
  };
}

/**
 * Adds a version. Going back is adding the former one again: nothing that was ever in force goes away.
 *
 * @throws `levels.below_floor` naming the types, `levels.nothing_changed`, `levels.changed_meanwhile`
 */
export async function setLevelPolicy(
  deps: LevelDeps,
  tenant: Tenant,
  actor: StaffActor,
  { policy: wanted, version, reason }: SetPolicy,
): Promise<void> {
  const below = belowFloor(wanted);
  if (below.length > 0) throw LEVELS_ERRORS.below_floor({ types: below });
  // Whole, so that another release with other shipped levels changes nothing behind the organisation's back.
  const policy = wholePolicy(wanted);
  const at = deps.clock.now();
  await tx(deps.db, async (trx) => {
    const [newest] = await listLevelPolicies(trx, tenant.orgId, 1);
    const before = newest === undefined ? SHIPPED_POLICY : readPolicy(newest.policy);
    const changes = changesBetween(before ?? STRICTEST_POLICY, policy);
    if (before !== undefined && changes.length === 0 && (newest?.version ?? 0) === version)
      throw LEVELS_ERRORS.nothing_changed();
    if (!(await addLevelPolicy(trx, tenant.orgId, version, { policy, reason, by: actor.id, at })))
      throw LEVELS_ERRORS.changed_meanwhile();
    await recordEvent(deps, trx, tenant, {
      kind: 'levels.changed',
      at,
      actor: { kind: 'staff', id: actor.id },
      // Names and meanings are the organisation's own words: that they changed is said, not how.
      detail: {
        version: version + 1,
        changes: changes.map(({ what, from, to }) => (isWords(what) ? { what } : { what, from, to })),
      },
    });
  });
  await deps.levels.reload();
  deps.log.nudge();
}

function isWords(what: string): boolean {
  return what.startsWith('names.') || what.startsWith('meanings.');
}
