/** Incidents: noticed by the system itself, recorded with types and counts, told to the group once an hour in a neutral sentence. */
import { HOUR } from '../../base/units.ts';
import type { Locale } from '../../model/locale.ts';
import { addToIncident, findIncident, insertIncident } from '../../store/tables/inbound-incidents.ts';
import type { Trx } from '../../store/transaction.ts';
import { stricterLevel } from '../../model/level.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import { queueAnswer, type Whereto } from './answer.ts';
import { addFound, type Noticed } from './findings.ts';

export type Posted = {
  readonly threadId: string;
  readonly messageId: string;
  /** Of the message, where it is an incident already. */
  readonly incidentId: string | null;
  readonly whereto: Whereto;
  readonly locale: Locale;
};

/**
 * Records in `trx` that something was posted that should not have been, and returns the incident's id. A message with several files is one
 * incident. INVARIANT: row, event and answer exist together or not at all; none of them holds a value or a name.
 */
export async function notePosted(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  posted: Posted,
  noticed: Noticed,
): Promise<string> {
  const known = posted.incidentId === null ? undefined : await findIncident(trx, tenant.orgId, posted.incidentId);
  if (known !== undefined) {
    const level = stricterLevel(known.level, noticed.level);
    await addToIncident(trx, tenant.orgId, known.incident_id, { level, found: addFound(known.found, noticed.found) });
    return known.incident_id;
  }
  const incidentId = deps.ids.uuid();
  const at = deps.clock.now();
  const { threadId, messageId, whereto, locale } = posted;
  const isTold = noticed.isPersonal && (await tellGroup(deps, trx, tenant, threadId, whereto, locale, at));
  await insertIncident(trx, {
    org_id: tenant.orgId,
    incident_id: incidentId,
    kind: 'posted_in_channel',
    at,
    connection: whereto.connection,
    thread_id: threadId,
    message_id: messageId,
    level: noticed.level,
    found: JSON.stringify(noticed.found),
    state: 'open',
    answered_at: isTold ? at : null,
  });
  await recordEvent(deps, trx, tenant, {
    kind: 'incident.noticed',
    at,
    actor: { kind: 'system' },
    subjectId: incidentId,
    channel: whereto.connection,
    detail: { kind: 'posted_in_channel', message: messageId, level: noticed.level, found: { ...noticed.found } },
  });
  return incidentId;
}

/** INVARIANT: one in an hour and conversation: the key of the outbox row is made of both, and it is unique. */
function tellGroup(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  threadId: string,
  whereto: Whereto,
  locale: Locale,
  at: Date,
): Promise<boolean> {
  const hour = String(Math.floor(at.getTime() / HOUR));
  return queueAnswer(deps, trx, tenant, whereto, {
    answer: 'personal_data_seen',
    locale,
    key: ['seen', threadId, hour],
  });
}
