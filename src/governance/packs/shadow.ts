/**
 * Shadow runs: a version of a pack over what was decided in the past and over the agreed situations, beside the rules in use. A job; nothing
 * that it finds out changes anything.
 */
import { type ComparisonView, comparisonSchema, type ShadowRunView } from '../../model/api/packs.ts';
import { nodeCedar } from '../../policy/cedar-node.ts';
import type { PolicyEngine } from '../../policy/engine.ts';
import { loadPack } from '../../policy/load-pack.ts';
import {
  countPastDecisions,
  findShadowRun,
  insertShadowRun,
  listShadowRuns,
  type ShadowRunRow,
  updateShadowRun,
} from '../../store/tables/shadow-runs.ts';
import { findVersion } from '../../store/tables/packs.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import { startComparison } from './compare.ts';
import type { Names, PackDeps } from './deps.ts';
import { PACKS } from './errors.ts';
import { requireVersion } from './switch.ts';
import { rulesDigest, tryPack } from './trial.ts';

/** Past decisions that a run looks at, the newest. */
const MOST_PAST = 5_000;
const MOST_RUNS = 20;

/** Starts a run of a version and returns its id. @throws `packs.not_found`, `packs.wrong_state`, `packs.run_going_on` */
export async function startShadowRun(
  deps: PackDeps,
  tenant: Tenant,
  actor: StaffActor,
  candidateId: string,
): Promise<string> {
  const runId = deps.ids.uuid();
  const against = rulesDigest(deps, deps.rules.current());
  await tx(deps.db, async (trx) => {
    const row = await requireVersion(trx, tenant, candidateId);
    if (row.state !== 'shadow' && row.state !== 'retired') throw PACKS.wrong_state({ state: row.state });
    const runs = await listShadowRuns(trx, tenant.orgId, candidateId, MOST_RUNS);
    if (runs.some((run) => run.against === against && (run.state === 'waiting' || run.state === 'running')))
      throw PACKS.run_going_on();
    const at = deps.clock.now();
    await insertShadowRun(trx, {
      org_id: tenant.orgId,
      run_id: runId,
      candidate_id: candidateId,
      digest: row.digest,
      against,
      state: 'waiting',
      total: 0,
      done: 0,
      result: null,
      started_by: actor.id,
      created_at: at,
    });
    await recordEvent(deps, trx, tenant, {
      kind: 'pack.shadow_run',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: candidateId,
      packs: [{ pack: row.pack, version: row.version, digest: row.digest }],
    });
    await deps.jobs.enqueue(trx, 'shadow-run', { runId });
  });
  deps.log.nudge();
  return runId;
}

/**
 * The job. A run that was interrupted begins again: it has no effect but its own row.
 * When the rules in use have changed since it was asked for, it fails: its answer would be about rules that are gone.
 */
export async function runShadow(deps: PackDeps, tenant: Tenant, runId: string): Promise<void> {
  const run = await findShadowRun(deps.db.query, tenant.orgId, runId);
  if (run === undefined || run.state === 'finished' || run.state === 'failed') return;
  const rules = deps.rules.current();
  const after = rulesDigest(deps, rules) === run.against ? await engineOf(deps, tenant, run) : null;
  if (after === null) {
    await end(deps, tenant, runId, { state: 'failed' });
    return;
  }
  const situations = await deps.situations();
  const past = await countPastDecisions(deps.db.query, tenant.orgId, MOST_PAST);
  const say = (done: number): Promise<unknown> =>
    tx(deps.db, (trx) => updateShadowRun(trx, tenant.orgId, runId, { done }), { idempotent: true });
  await tx(
    deps.db,
    (trx) => updateShadowRun(trx, tenant.orgId, runId, { state: 'running', total: past + situations.length, done: 0 }),
    { idempotent: true },
  );
  const comparison = startComparison(rules.engine, after);
  await comparison.agreed(situations, async (done) => void (await say(done)));
  await comparison.past(deps.db, tenant.orgId, MOST_PAST, async (done) => void (await say(situations.length + done)));
  const result = comparison.result();
  const done = result.agreed.compared + result.past.compared;
  await end(deps, tenant, runId, { state: 'finished', total: done, done, result: JSON.stringify(result) });
}

/** The rules with the version in place; null when it does not go together with the others any more. */
async function engineOf(deps: PackDeps, tenant: Tenant, run: ShadowRunRow): Promise<PolicyEngine | null> {
  const row = await findVersion(deps.db.query, tenant.orgId, run.candidate_id);
  if (row === undefined || row.digest !== run.digest) return null;
  const loaded = await loadPack(row.files, deps.rules.shipped.schema, nodeCedar);
  if (loaded.outcome === 'rejected' || loaded.pack.digest !== run.digest) return null;
  const tried = tryPack(deps.rules.current(), loaded.pack);
  return tried.outcome === 'ready' ? tried.engine : null;
}

async function end(
  deps: PackDeps,
  tenant: Tenant,
  runId: string,
  how: Parameters<typeof updateShadowRun>[3],
): Promise<void> {
  await tx(deps.db, (trx) => updateShadowRun(trx, tenant.orgId, runId, { ...how, finished_at: deps.clock.now() }), {
    idempotent: true,
  });
}

/** Returns the runs of a version, newest first. The differences come with the newest alone; they are long. */
export async function readShadowRuns(
  deps: PackDeps,
  tenant: Tenant,
  names: Names,
  candidateId: string,
): Promise<ShadowRunView[]> {
  const rows = await listShadowRuns(deps.db.query, tenant.orgId, candidateId, MOST_RUNS);
  const people = await names([...new Set(rows.map((row) => row.started_by))]);
  const against = rulesDigest(deps, deps.rules.current());
  return rows.map((row, at) => ({
    id: row.run_id,
    state: row.state,
    total: row.total,
    done: row.done,
    current: row.against === against,
    startedBy: people.get(row.started_by) ?? '?',
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    result: resultOf(row, at === 0),
  }));
}

function resultOf({ result }: ShadowRunRow, whole: boolean): ComparisonView | null {
  const read = comparisonSchema.safeParse(result);
  if (!read.success) return null;
  return whole ? read.data : { ...read.data, differences: [] };
}
