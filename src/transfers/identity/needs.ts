/** Which factors the terms want behind a link: of one object, or the strictest of all. */
import { type FactorNeed, LEAST_NEED, needOf, strictestNeed } from '../../access/factors.ts';
import { listTransferObjects, type TransferRow } from '../../store/tables/transfers.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import { openTermsBook } from '../terms/read.ts';

/** The need of one object, or of all objects of these transfers together. An object that is not among them wants the strictest of all. */
export async function needBehind(
  deps: TransferDeps,
  tenant: Tenant,
  who: { readonly transfers: readonly TransferRow[]; readonly recipientId: string },
  objectId: string | null,
): Promise<FactorNeed> {
  const objects = await listTransferObjects(
    deps.db.query,
    tenant.orgId,
    who.transfers.map((one) => one.transfer_id),
  );
  const wanted = objects.filter((one) => one.object_id === objectId);
  const book = await openTermsBook(deps, deps.db.query, tenant, who.transfers);
  const needs = (wanted.length === 0 ? objects : wanted).map((object) => {
    const transfer = who.transfers.find((one) => one.transfer_id === object.transfer_id);
    return transfer === undefined ? LEAST_NEED : needOf(book.of(transfer, object.object_id, who.recipientId).terms);
  });
  return strictestNeed(needs);
}
