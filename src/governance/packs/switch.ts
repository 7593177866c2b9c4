/** Switching a version on, back and away. Each is recorded in the transaction in which it happens, with the digests from then on. */
import { listShadowRuns } from '../../store/tables/shadow-runs.ts';
import {
  findVersion,
  findVersionsByDigest,
  listPolicySets,
  moveVersion,
  type PackState,
  type PackVersionRow,
  retireActive,
} from '../../store/tables/packs.ts';
import type { Executor } from '../../store/database.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { type EventKind, recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import { packDigest } from '../../policy/load-pack.ts';
import type { PackDeps } from './deps.ts';
import { PACKS } from './errors.ts';
import type { PackVersion } from './rules.ts';
import { rulesDigest } from './trial.ts';

/** Changes of the rules that are looked through for what was there before. */
const MOST_SETS = 1_000;
const MOST_RUNS = 20;

/**
 * Decides by a version from now on, in place of the one in use. Two things are asked for: the digest that somebody looked at, and a finished
 * shadow run that compared exactly this version with exactly the rules in use.
 *
 * @throws `packs.not_found`, `packs.other_version`, `packs.wrong_state`, `packs.no_shadow_run`, `packs.shipped_only`, `policy.pack_rejected`,
 *         `policy.bad_settings`
 */
export async function switchOn(
  deps: PackDeps,
  tenant: Tenant,
  actor: StaffActor,
  candidateId: string,
  digest: string,
): Promise<PackVersion> {
  const done = await deps.rules.change(deps, { kind: 'staff', id: actor.id }, async (trx) => {
    const row = await requireVersion(trx, tenant, candidateId);
    if (row.digest !== digest) throw PACKS.other_version();
    if (row.state !== 'shadow' && row.state !== 'retired') throw PACKS.wrong_state({ state: row.state });
    if (!(await hasRun(deps, trx, tenant, row))) throw PACKS.no_shadow_run();
    const at = deps.clock.now();
    await retireActive(trx, tenant.orgId, row.pack, at);
    await moveVersion(trx, tenant.orgId, candidateId, ['shadow', 'retired'], 'active', at);
    await recordSwitch(deps, trx, tenant, actor, 'pack.switched_on', row, at);
    return row;
  });
  deps.log.nudge();
  return done;
}

/** Whether a finished run compared this text with the rules that are in use now. */
export async function hasRun(
  deps: PackDeps,
  db: Executor,
  tenant: Tenant,
  row: Pick<PackVersionRow, 'candidate_id' | 'digest'>,
): Promise<boolean> {
  const against = rulesDigest(deps, deps.rules.current());
  const runs = await listShadowRuns(db, tenant.orgId, row.candidate_id, MOST_RUNS);
  return runs.some((run) => run.state === 'finished' && run.digest === row.digest && run.against === against);
}

/**
 * Decides again by the version that was in use before; called twice, it is where it began. null: the pack is out of use, there was none before.
 *
 * @param digest - Of the version in use, which is to be given up.
 * @throws `packs.not_found`, `packs.other_version`, `packs.nothing_before`, `packs.shipped_only`, `policy.pack_rejected`, `policy.bad_settings`
 */
export async function switchBack(
  deps: PackDeps,
  tenant: Tenant,
  actor: StaffActor,
  pack: string,
  digest: string,
): Promise<PackVersion | null> {
  const done = await deps.rules.change(deps, { kind: 'staff', id: actor.id }, async (trx) => {
    const current = deps.rules.current().engine.packs.find(({ file }) => file.pack === pack);
    if (current === undefined) throw PACKS.not_found();
    if (current.digest !== digest) throw PACKS.other_version();
    const shipped = await shippedDigest(deps, pack);
    const before = await versionBefore(trx, tenant, pack, digest);
    // A pack that nobody knew before goes out of use.
    if (before === undefined && shipped !== undefined) throw PACKS.nothing_before();
    const at = deps.clock.now();
    await retireActive(trx, tenant.orgId, pack, at);
    if (before !== undefined && before.digest !== shipped) {
      const [row] = (await findVersionsByDigest(trx, tenant.orgId, [before.digest])).filter((one) => one.pack === pack);
      if (row === undefined) throw PACKS.nothing_before();
      const from: readonly PackState[] = ['retired', 'shadow', 'discarded'];
      if (!(await moveVersion(trx, tenant.orgId, row.candidate_id, from, 'active', at)))
        throw PACKS.wrong_state({ state: row.state });
    }
    await recordSwitch(
      deps,
      trx,
      tenant,
      actor,
      'pack.switched_back',
      before ?? { pack, version: current.file.version, digest },
      at,
    );
    return before ?? null;
  });
  deps.log.nudge();
  return done;
}

/** The version of a pack that was in use before the one in use; undefined when there was none. */
export async function versionBefore(
  db: Executor,
  tenant: Tenant,
  pack: string,
  digest: string,
): Promise<PackVersion | undefined> {
  const sets = await listPolicySets(db, tenant.orgId, MOST_SETS);
  return sets.flatMap((set) => set.packs).find((one) => one.pack === pack && one.digest !== digest);
}

/** Undefined for a pack that did not come with the product. */
export async function shippedDigest(deps: PackDeps, pack: string): Promise<string | undefined> {
  const { shipped } = deps.rules;
  const found = shipped.packs.find(({ name }) => name === pack);
  return found === undefined ? undefined : packDigest(found.files, shipped.schema);
}

/** Puts a version that waits away, or brings it back. @throws `packs.not_found`, `packs.wrong_state` */
export async function moveWaiting(
  deps: PackDeps,
  tenant: Tenant,
  actor: StaffActor,
  candidateId: string,
  to: 'discarded' | 'shadow',
): Promise<void> {
  const from: PackState = to === 'discarded' ? 'shadow' : 'discarded';
  await tx(deps.db, async (trx) => {
    const row = await requireVersion(trx, tenant, candidateId);
    const at = deps.clock.now();
    if (!(await moveVersion(trx, tenant.orgId, candidateId, [from], to, at)))
      throw PACKS.wrong_state({ state: row.state });
    await recordSwitch(deps, trx, tenant, actor, to === 'discarded' ? 'pack.discarded' : 'pack.restored', row, at);
  });
  deps.log.nudge();
}

/** @throws `packs.not_found` */
export async function requireVersion(db: Executor, tenant: Tenant, candidateId: string): Promise<PackVersionRow> {
  const row = await findVersion(db, tenant.orgId, candidateId);
  if (row === undefined) throw PACKS.not_found();
  return row;
}

async function recordSwitch(
  deps: PackDeps,
  trx: Trx,
  tenant: Tenant,
  actor: StaffActor,
  kind: EventKind,
  { pack, version, digest }: PackVersion,
  at: Date,
): Promise<void> {
  await recordEvent(deps, trx, tenant, {
    kind,
    at,
    actor: { kind: 'staff', id: actor.id },
    packs: [{ pack, version, digest }],
  });
}
