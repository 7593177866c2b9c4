/** One look at everything: the vendor is asked, this installation is read, and what was found is kept. */
import { SECOND, DAY } from '../../base/units.ts';
import type { VendorSetting } from '../../channels/port.ts';
import { foundedAt, insertRun, listRuns } from '../../store/tables/posture.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import type { KnownConnection } from '../../transfers/post.ts';
import { PERSONAL } from './checks.ts';
import type { Finding, PostureDeps } from './deps.ts';
import { POSTURE } from './errors.ts';
import { judgeOwn } from './own.ts';
import { judgeVendor } from './vendor.ts';

const ASK_TIMEOUT_MS = 60 * SECOND;
const WEEK_MS = 7 * DAY;

/**
 * Runs all checks and returns the id of the run.
 *
 * @param actor - Undefined when it ran by itself.
 * @param connectionId - The application to ask by; null takes the first that can be asked.
 * @throws `posture.no_connection` when the one that is named cannot be asked
 */
export async function runPosture(
  deps: PostureDeps,
  tenant: Tenant,
  actor: StaffActor | undefined,
  connectionId: string | null,
): Promise<string> {
  const startedAt = deps.clock.now();
  const connection = await chosen(deps, connectionId);
  // Nobody is asked within a transaction. Crash before it: nothing of this run is kept, and the next one begins anew.
  const findings: Finding[] = [
    ...judgeVendor(connection === undefined ? undefined : await ask(deps, connection)),
    ...PERSONAL.map((checkId): Finding => ({ checkId, result: 'asked', detail: {} })),
    ...(await judgeOwn(deps, tenant.orgId)),
  ];
  const runId = deps.ids.uuid();
  await tx(deps.db, async (trx) => {
    const endedAt = deps.clock.now();
    await insertRun(
      trx,
      {
        org_id: tenant.orgId,
        run_id: runId,
        connection: connection?.id ?? null,
        started_by: actor?.id ?? null,
        started_at: startedAt,
        ended_at: endedAt,
      },
      findings.map(({ checkId, result, detail }) => ({ check_id: checkId, result, detail: JSON.stringify(detail) })),
    );
    await recordEvent(deps, trx, tenant, {
      kind: 'posture.run',
      at: endedAt,
      actor: actor === undefined ? { kind: 'system' } : { kind: 'staff', id: actor.id },
      ...(connection === undefined ? {} : { channel: connection.id }),
      detail: { run: runId, ...counts(findings) },
    });
  });
  deps.log.nudge();
  return runId;
}

/** Every week by itself, the first time a week after the organisation was set up: until then somebody is at it anyway. */
export async function runWeekly(deps: PostureDeps, tenant: Tenant): Promise<boolean> {
  if (!deps.installation.weekly) return false;
  const [last] = await listRuns(deps.db.query, tenant.orgId, 1);
  const since = last?.started_at ?? (await foundedAt(deps.db.query, tenant.orgId));
  if (since === undefined || deps.clock.now().getTime() - since.getTime() < WEEK_MS) return false;
  await runPosture(deps, tenant, undefined, null);
  return true;
}

function counts(findings: readonly Finding[]): Record<string, number> {
  const of = (result: Finding['result']): number => findings.filter((one) => one.result === result).length;
  return { good: of('good'), bad: of('bad'), asked: of('asked'), unknown: of('unknown') };
}

async function chosen(deps: PostureDeps, id: string | null): Promise<KnownConnection | undefined> {
  const able = (await deps.connections()).filter(
    ({ channel, state }) => channel?.settings !== undefined && state === 'active',
  );
  if (id === null) return able[0];
  const found = able.find((one) => one.id === id);
  if (found === undefined) throw POSTURE.no_connection();
  return found;
}

/** In the sandbox nothing is asked of anybody: whatever came back would be made up. */
async function ask(deps: PostureDeps, { id, channel }: KnownConnection): Promise<readonly VendorSetting[] | undefined> {
  if (deps.installation.sandbox || channel?.settings === undefined) return undefined;
  return channel.settings({
    egress: deps.post.egress,
    connection: id,
    tokens: deps.post.tokens(id),
    signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    now: deps.clock.now(),
  });
}
