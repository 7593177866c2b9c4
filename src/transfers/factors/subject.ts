/** Whose factor it is, and for what: the same for somebody with a session and for one who only says who he is. */
import type { Tenant, TransferDeps } from '../deps.ts';
import type { Claimant } from '../identity/claimant.ts';
import { visibleTransfers } from '../landing.ts';
import type { Visit, Visitor } from '../recipient-access.ts';

export type FactorSubject = {
  readonly visit: Visit;
  readonly recipientId: string;
  /** Events are kept with a transfer: of several that were told together, with the newest. */
  readonly transferId: string;
};

export function subjectOfClaimant(who: Claimant): FactorSubject {
  return { visit: who.visit, recipientId: who.recipient.recipient_id, transferId: who.transferId };
}

/** The subject of a session; its transfer is the visit itself when nothing is visible any more. */
export async function subjectOfVisitor(
  deps: Pick<TransferDeps, 'db'>,
  tenant: Tenant,
  visitor: Pick<Visitor, 'visit' | 'recipientId'>,
): Promise<FactorSubject> {
  const { visit, recipientId } = visitor;
  const transfers = await visibleTransfers(deps, tenant, visitor);
  return { visit, recipientId, transferId: transfers.at(-1)?.transfer_id ?? visit.id };
}
