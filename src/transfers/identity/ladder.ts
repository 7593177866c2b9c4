/** What a recipient has proved, what is still wanted, and the ways by which he can go on: asked in a session, so it may be about him. */
import { missingFactors, nextFactors } from '../../access/factors.ts';
import type { Factor } from '../../model/access-terms.ts';
import type { Ladder, ProofWay } from '../../model/api/open-identity.ts';
import type { Tenant } from '../deps.ts';
import { enrolledFactors } from '../factors/enrolled.ts';
import { OPENING } from '../errors.ts';
import type { OpenDeps, Visitor } from '../recipient-access.ts';
import { type Claimant, claimantOf } from './claimant.ts';
import { needBehind } from './needs.ts';
import { routesFor } from './routes.ts';

/**
 * The ladder of one object, or of everything behind the link.
 *
 * @throws `opening.not_found` when nothing is alive behind it
 */
export async function readLadder(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  objectId: string | null,
): Promise<Ladder> {
  const who = await claimantOf(deps, tenant, visitor);
  if (who === undefined) throw OPENING.not_found();
  return ladderFor(deps, tenant, who, visitor.factors, objectId);
}

export async function ladderFor(
  deps: OpenDeps,
  tenant: Tenant,
  who: Claimant,
  proved: readonly Factor[],
  objectId: string | null,
): Promise<Ladder> {
  const { transfers, recipient } = who;
  const need = await needBehind(deps, tenant, { transfers, recipientId: recipient.recipient_id }, objectId);
  const missing = missingFactors(proved, need) ?? { required: [], more: 0 };
  const routes = routesFor(deps, recipient, who.ways);
  const enrolled = await enrolledFactors(deps, tenant, who.visit, recipient.recipient_id);
  const offered: readonly Factor[] = ['spoken_code', ...(routes.length === 0 ? [] : (['code'] as const)), ...enrolled];
  return {
    proved: [...proved],
    required: [...missing.required],
    more: missing.more,
    ways: nextFactors(proved, need, offered).flatMap((factor) => waysOf(factor, routes)),
  };
}

/** A notice is not a way: it came or it did not. */
function waysOf(factor: Factor, routes: readonly ProofWay[]): readonly ProofWay[] {
  if (factor === 'notice') return [];
  return factor === 'code' ? routes : [factor];
}
