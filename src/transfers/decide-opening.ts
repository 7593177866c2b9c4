/** The decision about one opening, and whether there is still anything to open. */
import { type DecisionEvent, purposeSchema } from '../model/facts.ts';
import type { PolicyDecision } from '../model/policy-decision.ts';
import type { GrantRow } from '../store/tables/grants.ts';
import { listEntities } from '../store/tables/organisation.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import { listBases, type TransferRow } from '../store/tables/transfers.ts';
import { tx } from '../store/transaction.ts';
import { approvalsOf } from './approvals.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { buildFacts } from './facts.ts';
import type { Opener } from './recipient-access.ts';

/** Why a grant can no longer be opened, or undefined. The claim checks the same again, atomically. */
export function whyEnded(grant: GrantRow, transfer: TransferRow, now: Date): 'revoked' | 'expired' | undefined {
  if (transfer.state === 'revoked' || (grant.revoked_at !== null && transfer.state !== 'expired')) return 'revoked';
  if (transfer.state !== 'granted' || grant.expires_at <= now || grant.wrapped_secret === null) return 'expired';
  return undefined;
}

export type Verdict = {
  readonly id: string;
  readonly decision: PolicyDecision;
  readonly facts: ReturnType<typeof buildFacts>;
  readonly at: Date;
};

/** Decides an event of a granted transfer with the place of whoever acts. */
export async function decideFor(
  deps: TransferDeps,
  tenant: Tenant,
  transfer: TransferRow,
  actor: { readonly recipientId: string },
  opener: Opener,
  event: DecisionEvent,
): Promise<Verdict> {
  const at = deps.clock.now();
  const entity = (await listEntities(deps.db.query, tenant.orgId)).find((one) => one.id === transfer.entity_id);
  const [recipient] = await findRecipients(deps.db.query, tenant.orgId, [actor.recipientId]);
  const approvals = await tx(deps.db, (trx) => approvalsOf(trx, tenant, transfer), {
    access: 'read only',
    idempotent: true,
  });
  const facts = buildFacts({
    event,
    at,
    origin: entity?.jurisdiction ?? 'unknown',
    destination:
      opener.isTrial && recipient !== undefined
        ? { jurisdiction: recipient.jurisdiction, city: recipient.city }
        : opener.place,
    recipientKind: recipient?.kind ?? 'unknown',
    classification: transfer.classification,
    purpose: purposeSchema.parse(transfer.purpose),
    onRecord: await listBases(deps.db.query, tenant.orgId, transfer.transfer_id),
    approvals,
  });
  return { id: deps.ids.uuid(), decision: deps.policy.decide(facts), facts, at };
}
