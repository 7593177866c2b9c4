/** What runs in the background: jobs as they come, and a few sweeps by the clock. Each sweep finds its work in the database, so a restart loses none. */
import { describeError, type Logger } from '../base/logger.ts';
import { sleep } from '../base/retry.ts';
import { HOUR, MINUTE, SECOND } from '../base/units.ts';
import { fillPhoneIndexes } from '../governance/audiences/identities.ts';
import { recordOverdue } from '../governance/duties/sweep.ts';
import type { PostureDeps } from '../governance/posture/deps.ts';
import { runWeekly } from '../governance/posture/run.ts';
import { closeDays } from '../governance/proof/digest.ts';
import type { PackDeps } from '../governance/packs/deps.ts';
import { runShadow } from '../governance/packs/shadow.ts';
import { confirmSent } from '../transfers/confirm-outbox.ts';
import { sweepDoors } from '../transfers/doors.ts';
import { expireDue } from '../transfers/end.ts';
import { reconsiderLeftBehind } from '../transfers/reconsider.ts';
import { sweepIdentity } from '../transfers/identity/sweep.ts';
import type { InboundDeps } from '../transfers/inbound/deps.ts';
import { fetchDueFiles } from '../transfers/inbound/files.ts';
import { keepStreams, type StreamKeeper } from '../transfers/inbound/streams.ts';
import { inspectUpload } from '../transfers/inspect-upload.ts';
import type { QueueName, Tenant } from '../transfers/deps.ts';
import type { OpenDeps } from '../transfers/recipient-access.ts';
import { forgetOldMarkKeys } from '../transfers/mark-keys.ts';
import { remindApprovers } from '../transfers/remind.ts';
import { moveFromBroken } from '../transfers/move-outbox.ts';
import type { Post } from '../transfers/post.ts';
import { sendDue, sendOutbox } from '../transfers/send-outbox.ts';
import { tellAudiences } from '../transfers/tell-audiences.ts';
import { resumeInspections, settleUploads, sweepDrafts } from '../transfers/sweep.ts';

export type JobData = Readonly<Record<string, string | number | boolean>>;

export type WorkerDeps = {
  readonly transfers: OpenDeps;
  readonly packs: PackDeps;
  readonly posture: PostureDeps;
  readonly post: Post;
  readonly inbound: InboundDeps;
  readonly streams: Omit<StreamKeeper, 'tenant'>;
  readonly tenant: () => Promise<Tenant | undefined>;
  readonly logger: Logger;
  readonly work: (queue: QueueName, handler: (data: JobData) => Promise<void>, concurrency: number) => Promise<void>;
};

export type Workers = { readonly stop: () => Promise<void> };

/** Starts the workers; `stop` lets the running step end. */
export async function startWorkers(deps: WorkerDeps): Promise<Workers> {
  const stopping = new AbortController();
  await deps.work(
    'inspect-upload',
    (data) => withTenant(deps, (tenant) => inspectUpload(deps.transfers, tenant, String(data['uploadId']))),
    2,
  );
  await deps.work(
    'send-outbox',
    async (data) =>
      withTenant(
        deps,
        async (tenant) => void (await sendOutbox(deps.transfers, deps.post, tenant, String(data['outboxId']))),
      ),
    4,
  );
  await deps.work(
    'shadow-run',
    (data) => withTenant(deps, (tenant) => runShadow(deps.packs, tenant, String(data['runId']))),
    1,
  );
  await withTenant(deps, (tenant) => resumeInspections(deps.transfers, tenant));
  const loops = [
    // Jobs start a row at once; this finds rows whose time came later: retries, rate limits, leases of a process that died.
    repeat(deps, stopping.signal, SECOND, (tenant) => sendDue(deps.transfers, deps.post, tenant)),
    // Its own pace is the vendor's: while a notice of a route is under way, everything behind it waits for the next one.
    repeat(deps, stopping.signal, SECOND / 2, (tenant) => tellAudiences(deps.transfers, tenant)),
    repeat(deps, stopping.signal, 2 * SECOND, (tenant) => fetchDueFiles(deps.inbound, tenant)),
    keepStreams(deps.inbound, { ...deps.streams, tenant: deps.tenant }, stopping.signal),
    repeat(deps, stopping.signal, 10 * SECOND, (tenant) => settleUploads(deps.transfers, tenant)),
    repeat(deps, stopping.signal, MINUTE, (tenant) => confirmSent(deps.transfers, deps.post, tenant)),
    repeat(deps, stopping.signal, MINUTE, (tenant) => moveFromBroken(deps.transfers, deps.post, tenant)),
    repeat(deps, stopping.signal, MINUTE, (tenant) => expireDue(deps.transfers, tenant)),
    repeat(deps, stopping.signal, MINUTE, (tenant) => reconsiderLeftBehind(deps.transfers, tenant)),
    repeat(deps, stopping.signal, HOUR, (tenant) => sweepDrafts(deps.transfers, tenant)),
    repeat(deps, stopping.signal, HOUR, (tenant) => fillPhoneIndexes(deps.transfers, tenant)),
    repeat(deps, stopping.signal, HOUR, (tenant) => forgetOldMarkKeys(deps.transfers, tenant)),
    repeat(deps, stopping.signal, HOUR, (tenant) => sweepDoors(deps.transfers, tenant)),
    repeat(deps, stopping.signal, HOUR, (tenant) => sweepIdentity(deps.transfers, tenant)),
    repeat(deps, stopping.signal, HOUR, (tenant) => recordOverdue(deps.transfers, tenant)),
    repeat(deps, stopping.signal, 10 * MINUTE, (tenant) => closeDays(deps.transfers, tenant)),
    repeat(deps, stopping.signal, HOUR, (tenant) => runWeekly(deps.posture, tenant)),
    repeat(deps, stopping.signal, HOUR, (tenant) => remindApprovers(deps.transfers, tenant)),
  ];
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function withTenant(deps: WorkerDeps, run: (tenant: Tenant) => Promise<void>): Promise<void> {
  const tenant = await deps.tenant();
  if (tenant !== undefined) await run(tenant);
}

async function repeat(
  deps: WorkerDeps,
  signal: AbortSignal,
  everyMs: number,
  run: (tenant: Tenant) => Promise<unknown>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const tenant = await deps.tenant();
      if (tenant !== undefined) await run(tenant);
    } catch (error) {
      if (!signal.aborted) deps.logger.error(describeError(error), 'a background step failed and will be repeated');
    }
    await sleep(everyMs, signal);
  }
}
