/** Changing the permission matrix of a transfer. It takes effect with the commit: grants follow in the same transaction. */
import { type AccessTerms, accessTermsSchema } from '../../model/access-terms.ts';
import { EVERY, listTerms, writeTerms } from '../../store/tables/access-terms.ts';
import { listAudienceMembers } from '../../store/tables/audiences.ts';
import {
  listTransferObjects,
  listTransferRecipients,
  lockTransfer,
  type TransferRow,
} from '../../store/tables/transfers.ts';
import type { Trx } from '../../store/transaction.ts';
import { grantOfMember } from '../audience-grants.ts';
import { recordEvent } from '../audit.ts';
import type { StaffActor, Tenant, TransferDeps } from '../deps.ts';
import { TRANSFER } from '../errors.ts';
import { alignTransfer } from './align.ts';
import { TERMS } from './errors.ts';
import { unusableTerms } from './usable.ts';

/** Null stands for every object, or every recipient, of the transfer. */
export type CellRef = { readonly objectId: string | null; readonly recipientId: string | null };

/**
 * Puts `terms` in place of what a cell said. What a cell does not say is taken from the wider one, so an empty one says nothing.
 *
 * @param seen - Version of the cell that the change rests on; 0 where there was none.
 * @returns The version that it has now.
 * @throws `transfer.not_found`, `terms.ended`, `terms.not_of_transfer`, `terms.not_usable` naming the members, `terms.changed_meanwhile`
 */
export async function replaceTerms(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  actor: Pick<StaffActor, 'id'>,
  transferId: string,
  cell: CellRef,
  terms: AccessTerms,
  seen: number,
): Promise<number> {
  const transfer = await lockTransfer(trx, tenant.orgId, transferId);
  if (transfer === undefined) throw TRANSFER.not_found();
  if (transfer.state !== 'granted' && transfer.state !== 'held') throw TERMS.ended();
  await checkCell(trx, tenant, transfer, cell);
  const at = deps.clock.now();
  const problems = unusableTerms(terms, at);
  if (problems.length > 0) throw TERMS.not_usable({ fields: problems });
  const key = keyOf(tenant, transferId, cell);
  if (!(await writeTerms(trx, key, seen, { terms, by: actor.id, at }))) throw TERMS.changed_meanwhile();
  await recordEvent(deps, trx, tenant, {
    kind: 'access.changed',
    at,
    actor: { kind: 'staff', id: actor.id },
    ...(cell.recipientId === null ? {} : { subjectId: cell.recipientId }),
    transferId,
    ...(cell.objectId === null ? {} : { objectId: cell.objectId }),
    detail: { version: seen + 1, terms: detailOf(terms) },
  });
  if (transfer.state === 'granted') {
    await makeMemberGrants(deps, trx, tenant, transfer, cell.recipientId);
    await alignTransfer(deps, trx, tenant, transfer);
  }
  return seen + 1;
}

/** The same, but members that `change` leaves out stay as the cell has them. */
export async function setTerms(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  actor: Pick<StaffActor, 'id'>,
  transferId: string,
  cell: CellRef,
  change: AccessTerms,
  seen: number,
): Promise<number> {
  const key = keyOf(tenant, transferId, cell);
  const before = (await listTerms(trx, tenant.orgId, [transferId])).find(
    (row) => row.object_id === key.objectId && row.recipient_id === key.recipientId,
  );
  const kept = accessTermsSchema.safeParse(before?.terms ?? {});
  const terms = { ...(kept.success ? kept.data : {}), ...change };
  return replaceTerms(deps, trx, tenant, actor, transferId, cell, terms, seen);
}

/** A member of an audience has grants of his own from the moment on that something is said of him. */
export async function makeMemberGrants(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  transfer: TransferRow,
  recipientId: string | null,
): Promise<void> {
  if (recipientId === null || transfer.audience_id === null) return;
  for (const { object_id: objectId } of await listTransferObjects(trx, tenant.orgId, [transfer.transfer_id]))
    await grantOfMember(deps, trx, tenant, transfer, objectId, recipientId);
}

function keyOf({ orgId }: Tenant, transferId: string, { objectId, recipientId }: CellRef) {
  return { orgId, transferId, objectId: objectId ?? EVERY, recipientId: recipientId ?? EVERY };
}

/** Numbers and codes say nothing about a person; addresses of networks are counted only. */
function detailOf({ networks, ...terms }: AccessTerms) {
  return { ...terms, ...(networks === undefined ? {} : { networks: networks === null ? null : networks.length }) };
}

async function checkCell(trx: Trx, { orgId }: Tenant, transfer: TransferRow, cell: CellRef): Promise<void> {
  const { transfer_id: id } = transfer;
  const objects = cell.objectId === null ? [] : await listTransferObjects(trx, orgId, [id]);
  const isObject = cell.objectId === null || objects.some((one) => one.object_id === cell.objectId);
  const isRecipient = cell.recipientId === null || (await recipientsOf(trx, orgId, transfer)).has(cell.recipientId);
  if (!isObject || !isRecipient) throw TERMS.not_of_transfer();
}

/** Those it went to, and those who are in its audience now. */
export async function recipientsOf(
  trx: Trx,
  orgId: string,
  { transfer_id: transferId, audience_id: audienceId }: TransferRow,
): Promise<ReadonlySet<string>> {
  const sent = (await listTransferRecipients(trx, orgId, [transferId])).map((row) => row.recipient_id);
  const members = audienceId === null ? [] : await listAudienceMembers(trx, orgId, audienceId);
  return new Set([...sent, ...members.map((row) => row.recipient_id)]);
}
