/** Templates of the levels: what is allowed at most. What an officer sets takes effect on the next request of every transfer. */
import type { LevelTable, SetLevel } from '../../model/api/access.ts';
import { levelTermsSchema } from '../../model/access-terms.ts';
import { LEVELS } from '../../model/level.ts';
import { countGrantedByLevel } from '../../store/tables/access-overview.ts';
import { listLevelTerms, writeLevelTerms } from '../../store/tables/access-terms.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import type { StaffNames } from '../../transfers/read.ts';
import { TERMS } from '../../transfers/terms/errors.ts';
import { NOTHING_ALLOWED, SHIPPED_LEVELS } from '../../transfers/terms/level-defaults.ts';
import { levelsFrom } from '../../transfers/terms/read.ts';
import { unusableTerms } from '../../transfers/terms/usable.ts';

export async function readLevels(
  deps: TransferDeps,
  { orgId }: Tenant,
  names: StaffNames,
  mayEdit: boolean,
): Promise<LevelTable> {
  const rows = await listLevelTerms(deps.db.query, orgId);
  const counts = await countGrantedByLevel(deps.db.query, orgId);
  const people = await names([...new Set(rows.map((row) => row.set_by))]);
  const inForce = levelsFrom(rows);
  return {
    levels: LEVELS.map((level) => {
      const row = rows.find((one) => one.level === level);
      const own = levelTermsSchema.safeParse(row?.terms ?? {});
      return {
        level,
        shipped: SHIPPED_LEVELS[level],
        own: own.success ? own.data : {},
        inForce: inForce.get(level) ?? NOTHING_ALLOWED,
        version: row?.version ?? 0,
        setBy: row === undefined ? null : (people.get(row.set_by) ?? '?'),
        setAt: row?.set_at.toISOString() ?? null,
        transfers: counts.get(level) ?? 0,
      };
    }),
    mayEdit,
  };
}

/** @throws `terms.not_usable` naming the members, `terms.changed_meanwhile` */
export async function setLevel(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  { level, terms, version }: SetLevel,
): Promise<void> {
  const at = deps.clock.now();
  const problems = unusableTerms(terms, at);
  if (problems.length > 0) throw TERMS.not_usable({ fields: problems });
  await tx(deps.db, async (trx) => {
    const written = await writeLevelTerms(trx, tenant.orgId, level, version, { terms, by: actor.id, at });
    if (!written) throw TERMS.changed_meanwhile();
    const { networks, ...rest } = terms;
    await recordEvent(deps, trx, tenant, {
      kind: 'access.level_changed',
      at,
      actor: { kind: 'staff', id: actor.id },
      detail: {
        level,
        version: version + 1,
        terms: { ...rest, ...(networks === undefined ? {} : { networks: networks === null ? null : networks.length }) },
      },
    });
  });
  deps.log.nudge();
}
