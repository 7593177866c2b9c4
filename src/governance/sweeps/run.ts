/** A sweep under way, in the background of this process. What it has found is in the store file by file, so it goes on after any stop. */
import { ownBytes } from '../../base/bytes.ts';
import { describeError } from '../../base/logger.ts';
import { PACK_DIGEST } from '../../classify/packs/all.ts';
import type { SweepItem, SweepProgress } from '../../model/sweep.ts';
import {
  findSweep,
  findSweepItem,
  moveSweep,
  setSweepProgress,
  type SweepRow,
  upsertSweepItem,
} from '../../store/tables/sweeps.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { contentKeyOf, pathContext, pathKeyOf, sweepContexts } from './contexts.ts';
import type { SweepDeps } from './deps.ts';
import { runSweep } from './engine/run.ts';
import { createSummary } from './engine/summary.ts';
import { SWEEP } from './errors.ts';
import { claimSweep, whileClaimed } from './lease.ts';
import { openSweepSource } from './open-source.ts';

const TOLD_MS = 1000;

/** Begins or goes on, unless another process is at it; whatever happens ends up in the sweep. Crash here: it says that it runs, and goes on when the lease has ended. */
export function startRunning(deps: SweepDeps, tenant: Tenant, sweepId: string): void {
  if (deps.running.has(sweepId)) return;
  const stop = new AbortController();
  deps.running.set(sweepId, stop);
  void whileClaimed(deps, tenant, sweepId, stop, () =>
    run(deps, tenant, sweepId, stop.signal).catch(async (error: unknown) => {
      // Told to end, it may not say anything about the sweep any more: it can be another's by now.
      if (stop.signal.aborted) return;
      deps.transfers.logger.error(describeError(error), 'a sweep could not go on');
      await tx(deps.transfers.db, (trx) => moveSweep(trx, tenant.orgId, sweepId, ['running'], 'failed'));
    }),
  )
    .catch((error: unknown) => deps.transfers.logger.error(describeError(error), 'a sweep could not be ended'))
    .finally(() => deps.running.delete(sweepId));
}

async function run(deps: SweepDeps, tenant: Tenant, sweepId: string, signal: AbortSignal): Promise<void> {
  const row = await findSweep(deps.transfers.db.query, tenant.orgId, sweepId);
  if (row === undefined) throw SWEEP.not_found();
  if (row.state !== 'running') return;
  const source = await openSweepSource(deps, tenant, row);
  try {
    const keep = await createKeeper(deps, tenant, row, await source.measure());
    const isWhole = await runSweep({
      source,
      jobs: deps.jobs,
      read: deps.read,
      signal,
      known: keep.known,
      onItem: keep.item,
    });
    // Stopped by a pause, its figures are worth keeping.
    await keep.progress(isWhole);
    if (isWhole) await finish(deps, tenant, sweepId);
  } finally {
    await source.close();
  }
}

async function finish({ transfers: deps }: SweepDeps, tenant: Tenant, sweepId: string): Promise<void> {
  const at = deps.clock.now();
  await tx(deps.db, async (trx) => {
    if (!(await moveSweep(trx, tenant.orgId, sweepId, ['running'], 'done', at))) return;
    const detail = { sweep: sweepId };
    await recordEvent(deps, trx, tenant, { kind: 'sweep.finished', at, actor: { kind: 'system' }, detail });
  });
  deps.log.nudge();
}

export type Keeper = {
  readonly known: (path: string) => Promise<SweepItem | undefined>;
  readonly item: (item: SweepItem, isUnchanged: boolean) => Promise<void>;
  /** Writes how far it is and the report so far. */
  readonly progress: (isWhole: boolean) => Promise<void>;
};

export async function createKeeper(
  sweeps: SweepDeps,
  tenant: Tenant,
  {
    sweep_id: sweepId,
    source_sealed: sealed,
    started_at: startedAt,
  }: Pick<SweepRow, 'sweep_id' | 'source_sealed' | 'started_at'>,
  all: { readonly files: number; readonly bytes: number } | undefined,
): Promise<Keeper> {
  const deps = sweeps.transfers;
  const contexts = sweepContexts(sweepId);
  const summary = createSummary(await deps.fields.open(contexts.source, sealed), startedAt, PACK_DIGEST);
  let [files, bytes, toldAt] = [0, 0, 0];
  const progress = async (isWhole: boolean): Promise<void> => {
    const now: SweepProgress = { files, bytes, allFiles: all?.files ?? null, allBytes: all?.bytes ?? null };
    const report = JSON.stringify(summary.report(isWhole ? deps.clock.now() : null));
    const sealedReport = await deps.fields.seal(contexts.report, report);
    await tx(deps.db, async (trx) => {
      // INVARIANT: figures are written by whoever has the lease: those of a process that lost it are older than what stands there.
      if (await claimSweep(sweeps, trx, tenant, sweepId))
        await setSweepProgress(trx, tenant.orgId, sweepId, now, sealedReport);
    });
  };
  return {
    progress,
    known: async (path) => {
      const row = await findSweepItem(deps.db.query, tenant.orgId, sweepId, await pathKeyOf(deps, sweepId, path));
      if (row === undefined) return undefined;
      const { level, problem, size, classification } = row;
      // The digest itself is not kept; that there was one says that the file could be read.
      const sha256 = classification.extracted === 'none' ? '' : 'kept';
      return {
        ...classification,
        path,
        level,
        problem,
        size,
        sha256,
        modifiedAt: row.modified_at?.toISOString() ?? null,
      };
    },
    item: async (item, isUnchanged) => {
      files += 1;
      bytes += item.size;
      summary.add(item, isUnchanged);
      if (!isUnchanged) {
        const row = await rowOf(deps, tenant.orgId, sweepId, item);
        await tx(deps.db, (trx) => upsertSweepItem(trx, row));
      }
      if (performance.now() - toldAt < TOLD_MS) return;
      toldAt = performance.now();
      await progress(false);
    },
  };
}

async function rowOf(deps: SweepDeps['transfers'], orgId: string, sweepId: string, item: SweepItem) {
  const { path, size, modifiedAt, sha256, level, problem, persons, extracted, contentType, counts, categories, chat } =
    item;
  const pathKey = await pathKeyOf(deps, sweepId, path);
  return {
    org_id: orgId,
    sweep_id: sweepId,
    path_key: pathKey,
    path_sealed: await deps.fields.seal(pathContext(sweepId, ownBytes(pathKey)), path),
    size,
    modified_at: modifiedAt === null ? null : new Date(modifiedAt),
    sha256_key: await contentKeyOf(deps, sha256),
    level,
    problem,
    classification: JSON.stringify({ persons, extracted, contentType, counts, categories, chat }),
    scanned_at: deps.clock.now(),
    remedy: null,
    remedied_at: null,
    remedied_by: null,
    upload_id: null,
  };
}
