/** An allowed opening or download as a transfer of its own, when it happens elsewhere than where the recipient is registered. */
import { insertDecisions } from '../store/tables/decisions.ts';
import { findSendEntry } from '../store/tables/register.ts';
import { type Trx, tx } from '../store/transaction.ts';
import type { Verdict } from './decide-opening.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { isElsewhere, type Opening, registerOpening } from './register.ts';

type Actor = { readonly transferId: string; readonly recipientId: string };

export async function storeVerdict(trx: Trx, tenant: Tenant, actor: Actor, verdict: Verdict): Promise<void> {
  await insertDecisions(trx, tenant.orgId, [
    {
      id: verdict.id,
      transferId: actor.transferId,
      recipientId: actor.recipientId,
      facts: verdict.facts,
      decision: verdict.decision,
      at: verdict.at,
    },
  ]);
}

export function openingOf(actor: Actor, verdict: Verdict): Opening {
  const { id, facts, decision, at } = verdict;
  return { transferId: actor.transferId, recipientId: actor.recipientId, decisionId: id, facts, decision, at };
}

/**
 * For acts that go on with an opening that was counted before: nothing is entered where the recipient is registered, and elsewhere the
 * decision and the entry, in one transaction. Nothing may be released before this returns.
 */
export async function enterCrossing(deps: TransferDeps, tenant: Tenant, actor: Actor, verdict: Verdict): Promise<void> {
  const sent = await findSendEntry(deps.db.query, tenant.orgId, actor.transferId, actor.recipientId);
  if (sent === undefined || !isElsewhere(sent, verdict.facts)) return;
  await tx(deps.db, async (trx) => {
    await storeVerdict(trx, tenant, actor, verdict);
    await registerOpening(deps, trx, tenant, openingOf(actor, verdict));
  });
}
