/** The egress guard stopped something at the door: an incident that officers see, though nothing left. */
import { HOUR } from '../../base/units.ts';
import type { Level } from '../../model/level.ts';
import { hasOpenStop, insertIncident } from '../../store/tables/inbound-incidents.ts';
import { findOutboxByKey } from '../../store/tables/outbox.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant, TransferDeps } from '../deps.ts';

/** As the guard tells it: `personal.<types>`, `phone`, or why it could not look. */
export type Blocked = { readonly vendor: string; readonly idempotencyKey: string; readonly why: string };

/** Records the incident; the same row at its next attempt, or the same fault within an hour, is the same incident. */
export async function noteStopped(
  deps: TransferDeps,
  tenant: Pick<Tenant, 'orgId'>,
  { vendor, idempotencyKey, why }: Blocked,
): Promise<void> {
  const { orgId } = tenant;
  const at = deps.clock.now();
  const found = foundOf(why);
  const level: Level = why === 'phone' || why.startsWith('personal') ? 'restricted' : 'confidential';
  const noted = await tx(deps.db, async (trx) => {
    const row = await findOutboxByKey(trx, orgId, idempotencyKey);
    const connection = row?.connection ?? vendor;
    const outboxId = row?.outbox_id ?? null;
    if (await hasOpenStop(trx, orgId, connection, outboxId, new Date(at.getTime() - HOUR))) return false;
    const incidentId = deps.ids.uuid();
    await insertIncident(trx, {
      org_id: orgId,
      incident_id: incidentId,
      kind: 'stopped_at_egress',
      at,
      connection,
      outbox_id: outboxId,
      level,
      found: JSON.stringify(found),
      state: 'open',
    });
    await recordEvent(deps, trx, tenant, {
      kind: 'incident.noticed',
      at,
      actor: { kind: 'system' },
      subjectId: incidentId,
      channel: connection,
      detail: { kind: 'stopped_at_egress', outbox: outboxId, level, found },
    });
    return true;
  });
  if (noted) deps.log.nudge();
}

/** The guard says which types, not how many of each. */
function foundOf(why: string): Record<string, number> {
  const [first = why, ...types] = why.split('.');
  return Object.fromEntries((first === 'personal' && types.length > 0 ? types : [first]).map((type) => [type, 1]));
}
