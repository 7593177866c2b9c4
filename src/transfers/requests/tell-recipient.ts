/** Word to the recipient that what he asked for was answered: a notice like the first one, by the same way, without the answer. */
import { utf8 } from '../../base/bytes.ts';
import { pickLocale } from '../../model/locale.ts';
import type { AccessRequestRow } from '../../store/tables/access-requests.ts';
import { insertOutbox } from '../../store/tables/outbox.ts';
import { listTransferRecipients, type TransferRow } from '../../store/tables/transfers.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import { noticeLink, type StoredNotice } from '../grant.ts';

/**
 * Queues it in `trx`. Whoever was reached in a group finds the answer on his page only: a group is not told that one of it asked for something.
 * What has ended sends no notices any more.
 */
export async function tellRecipient(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  transfer: TransferRow,
  row: AccessRequestRow,
  at: Date,
): Promise<void> {
  const { transfer_id: transferId } = transfer;
  if (transfer.state !== 'granted' || transfer.expires_at === null || row.recipient_id === null) return;
  const links = await listTransferRecipients(trx, tenant.orgId, [transferId]);
  const handle = links.find((link) => link.recipient_id === row.recipient_id)?.handle;
  if (transfer.audience_id !== null || handle === undefined) return;
  const outboxId = deps.ids.uuid();
  const draft: StoredNotice = {
    reference: transfer.reference,
    organisation: tenant.organisation,
    link: noticeLink(deps, handle),
    locale: pickLocale([transfer.notice_locale]),
    template: 'answered',
  };
  const queued = await insertOutbox(trx, {
    org_id: tenant.orgId,
    outbox_id: outboxId,
    kind: 'notice',
    transfer_id: transferId,
    recipient_id: row.recipient_id,
    connection: transfer.connection,
    idem_key: `q.${row.request_id}`,
    draft_sealed: await deps.fields.seal(`outbox.draft:${outboxId}`, utf8(JSON.stringify(draft))),
    state: 'pending',
    attempt: 0,
    next_at: at,
    lease_until: null,
    expires_at: transfer.expires_at,
    last_error: null,
    created_at: at,
    sent_at: null,
    sent_bytes: null,
    sent_hash: null,
    provider_ref: null,
  });
  if (queued) await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId });
}
