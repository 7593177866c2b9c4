/**
 * What is behind the link of a notice: one transfer for one recipient, or what was told to an audience. Whoever opens the latter says who he
 * is, and must be a member at that moment: membership is asked at every step, not only at the first.
 */
import { equal, ownBytes } from '../base/bytes.ts';
import { isMember } from '../store/tables/audiences.ts';
import {
  findAudienceNotice,
  findMemberByAddress,
  findNoticeByHandle,
  listToldTransfers,
} from '../store/tables/notices.ts';
import { findByHandle, type RecipientRow } from '../store/tables/recipients.ts';
import { findTransfer, type TransferRow } from '../store/tables/transfers.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import type { Visit } from './recipient-access.ts';

export type Known = {
  readonly visit: Visit;
  readonly recipient: RecipientRow;
  /** The transfers behind the link that are for this recipient; never empty. */
  readonly transfers: readonly TransferRow[];
  /** Connection that carried the notice: the code comes by another. */
  readonly connection: string;
};

/** The nil UUID; nothing has it. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What handle and address together open; undefined when they do not belong together, for whatever reason. */
export async function findKnown(
  deps: TransferDeps,
  tenant: Tenant,
  handle: string,
  address: string,
): Promise<Known | undefined> {
  // Every look-up happens whatever the first one finds, so that the time says little.
  const index = await deps.fields.addressIndex(address);
  const { query } = deps.db;
  const recipient = await findByHandle(query, tenant.orgId, handle);
  const transfer = await findTransfer(query, tenant.orgId, recipient?.transfer_id ?? NOBODY);
  const notice = await findNoticeByHandle(query, tenant.orgId, handle);
  const member = await findMemberByAddress(query, tenant.orgId, notice?.audience_id ?? NOBODY, index);
  const told = await listToldTransfers(
    query,
    tenant.orgId,
    notice?.notice_id ?? NOBODY,
    member?.recipient_id ?? NOBODY,
  );
  if (recipient !== undefined && transfer !== undefined) {
    if (!equal(index, ownBytes(recipient.email_index))) return undefined;
    const visit: Visit = { kind: 'transfer', id: transfer.transfer_id };
    return { visit, recipient, transfers: [transfer], connection: transfer.connection };
  }
  if (notice === undefined || member === undefined || told.length === 0) return undefined;
  return {
    visit: { kind: 'notice', id: notice.notice_id },
    recipient: member,
    transfers: told,
    connection: notice.connection,
  };
}

/** What a link stands for, without who opens it; undefined for an unknown one. */
export async function findVisit(
  deps: Pick<TransferDeps, 'db'>,
  tenant: Tenant,
  handle: string,
): Promise<{ readonly visit: Visit; readonly recipientId: string | null } | undefined> {
  const link = await findByHandle(deps.db.query, tenant.orgId, handle);
  if (link !== undefined) return { visit: { kind: 'transfer', id: link.transfer_id }, recipientId: link.recipient_id };
  const notice = await findNoticeByHandle(deps.db.query, tenant.orgId, handle);
  return notice === undefined ? undefined : { visit: { kind: 'notice', id: notice.notice_id }, recipientId: null };
}

/** The transfers that a visitor may see now; none for somebody who left the audience. */
export async function visibleTransfers(
  deps: Pick<TransferDeps, 'db'>,
  tenant: Tenant,
  visitor: { readonly visit: Visit; readonly recipientId: string },
): Promise<readonly TransferRow[]> {
  const { visit, recipientId } = visitor;
  const { query } = deps.db;
  if (visit.kind === 'transfer') {
    const transfer = await findTransfer(query, tenant.orgId, visit.id);
    if (transfer === undefined) return [];
    const { audience_id: audienceId } = transfer;
    return audienceId === null || (await isMember(query, tenant.orgId, audienceId, recipientId)) ? [transfer] : [];
  }
  const notice = await findAudienceNotice(query, tenant.orgId, visit.id);
  if (notice === undefined || !(await isMember(query, tenant.orgId, notice.audience_id, recipientId))) return [];
  return listToldTransfers(query, tenant.orgId, visit.id, recipientId);
}
