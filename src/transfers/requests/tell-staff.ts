/** Word to staff that somebody asks: a short mail with the reference, what kind of request it is, and where the list is. */
import { hex, utf8 } from '../../base/bytes.ts';
import { DAY } from '../../base/units.ts';
import type { RequestKind } from '../../model/api/access-requests.ts';
import { pickLocale } from '../../model/locale.ts';
import { findStaff, listStaff } from '../../store/access/staff.ts';
import { findOrganisation } from '../../store/tables/organisation.ts';
import { insertOutbox } from '../../store/tables/outbox.ts';
import type { TransferRow } from '../../store/tables/transfers.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import type { StoredReminder } from '../remind.ts';

/** Later it is old news: the list in the console has it. */
const SEND_WITHIN_MS = DAY;

type Told = { readonly requestId: string; readonly kind: RequestKind };

/**
 * Queues the mails in `trx`: to the sender, or about a report to every officer but the sender. Without a connection for mail nobody is told;
 * the console counts.
 */
export async function tellStaff(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  transfer: TransferRow,
  told: Told,
  at: Date,
): Promise<void> {
  const mail = deps.channels.connections().find((one) => one.kind === 'email');
  if (mail === undefined) return;
  const draft: StoredReminder = {
    organisation: tenant.organisation,
    count: 1,
    link: requestsLink(deps),
    locale: pickLocale([(await findOrganisation(trx))?.locale ?? '']),
    request: { reference: transfer.reference, kind: told.kind },
  };
  for (const staffId of await readersOf(trx, tenant, transfer, told.kind)) {
    const outboxId = deps.ids.uuid();
    const isNew = await insertOutbox(trx, {
      org_id: tenant.orgId,
      outbox_id: outboxId,
      kind: 'reminder',
      transfer_id: null,
      recipient_id: null,
      staff_id: staffId,
      connection: mail.id,
      idem_key: keyOf(deps, told.requestId, staffId),
      draft_sealed: await deps.fields.seal(`outbox.draft:${outboxId}`, utf8(JSON.stringify(draft))),
      state: 'pending',
      attempt: 0,
      next_at: at,
      lease_until: null,
      expires_at: new Date(at.getTime() + SEND_WITHIN_MS),
      last_error: null,
      created_at: at,
      sent_at: null,
      sent_bytes: null,
      sent_hash: null,
      provider_ref: null,
    });
    if (isNew) await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId });
  }
}

async function readersOf(
  trx: Trx,
  { orgId }: Tenant,
  { sender_id: senderId }: TransferRow,
  kind: RequestKind,
): Promise<readonly string[]> {
  if (kind !== 'abuse') {
    const sender = await findStaff(trx, orgId, senderId);
    if (sender?.state === 'active') return [senderId];
  }
  const staff = await listStaff(trx, orgId);
  return staff
    .filter((row) => row.role === 'officer' && row.state === 'active' && row.staff_id !== senderId)
    .map((row) => row.staff_id);
}

/** The key stands in the Message-ID: it names nobody. */
function keyOf({ sha256 }: Pick<TransferDeps, 'sha256'>, requestId: string, staffId: string): string {
  return `q.${hex(sha256(utf8(`entrepot.request/v1\0${requestId}\0${staffId}`))).slice(0, 40)}`;
}

/** The page of the console that lists requests. It opens nothing without signing in. */
export function requestsLink(deps: Pick<TransferDeps, 'settings'>): string {
  return `${deps.settings.publicUrl}/requests`;
}
