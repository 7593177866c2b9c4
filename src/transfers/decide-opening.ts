/** The decision about one opening, and whether there is still anything to open. */
import type { DecisionEvent, Facts } from '../model/facts.ts';
import type { PolicyDecision } from '../model/policy-decision.ts';
import type { GrantRow } from '../store/tables/grants.ts';
import type { TransferRow } from '../store/tables/transfers.ts';
import { tx } from '../store/transaction.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { factsFor } from './decide-transfer.ts';
import type { Opener } from './recipient-access.ts';
import { readStoredSituation } from './situation.ts';

/** Why a grant can no longer be opened, or undefined. The claim checks the same again, atomically. */
export function whyEnded(grant: GrantRow, transfer: TransferRow, now: Date): 'revoked' | 'expired' | undefined {
  if (transfer.state === 'revoked' || (grant.revoked_at !== null && transfer.state !== 'expired')) return 'revoked';
  if (transfer.state !== 'granted' || grant.expires_at <= now || grant.wrapped_secret === null) return 'expired';
  return undefined;
}

export type Verdict = {
  readonly id: string;
  readonly decision: PolicyDecision;
  readonly facts: Facts;
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
  const situation = await tx(deps.db, (trx) => readStoredSituation(trx, tenant, transfer, at, 'read'), {
    access: 'read only',
    idempotent: true,
  });
  const recipient = situation.recipients.find(({ id }) => id === actor.recipientId);
  const facts = factsFor(
    deps.sha256,
    situation,
    recipient ?? { id: actor.recipientId, jurisdiction: 'unknown', city: null, kind: 'unknown' },
    event,
    at,
    opener.isTrial && recipient !== undefined ? recipient : opener.place,
  );
  return { id: deps.ids.uuid(), decision: deps.policy.decide(facts), facts, at };
}
