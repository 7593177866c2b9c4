/**
 * What follows from a proof, right or wrong, whichever factor it was: the event, the session that begins or goes on with one factor more, or
 * the count that locks. Every factor ends here.
 */
import { countWrongTry } from '../../access/codes.ts';
import { isEnough, LEAST_NEED, withFactor } from '../../access/factors.ts';
import type { CodeRoute, LockScope } from '../../access/ports.ts';
import { findRecipientSession, startRecipientSession } from '../../access/recipient-session.ts';
import type { Factor } from '../../model/access-terms.ts';
import type { Trx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import { queueNews } from '../delivery/news.ts';
import type { Tenant } from '../deps.ts';
import type { OpenDeps, Opener, Visitor } from '../recipient-access.ts';
import { type Claimant, subjectOf, visitorOf } from './claimant.ts';

export type Identified = { readonly visitor: Visitor; readonly setCookie: string };

export type Proof = {
  readonly factor: Factor;
  /** For a code: the route by which it came. */
  readonly route?: CodeRoute;
  /** False for a code that came the way of the notice: it shows that the address is his, and is no further factor. */
  readonly isFactor?: boolean;
};

/** Whether wrong answers have locked this recipient or his transfer: then no answer is right. */
export function isLocked(deps: OpenDeps, trx: Trx, tenant: Tenant, who: Claimant): Promise<boolean> {
  const { transferId, recipientId } = subjectOf(who);
  return deps.access.lockStore(trx, tenant.orgId).isLocked(transferId, recipientId);
}

/**
 * Records a right answer in `trx` and begins a session, or lets this browser's own go on with what it has proved besides. Undefined when it
 * is not yet two factors (signing in alone): nothing begins then.
 *
 * INVARIANT: the session has a token of its own; the one that it continues ends in the same transaction.
 */
export async function acceptProof(
  deps: OpenDeps,
  trx: Trx,
  tenant: Tenant,
  opener: Opener,
  who: Claimant,
  proof: Proof,
  cookieHeader: string | null,
): Promise<Identified | undefined> {
  const subject = subjectOf(who);
  const store = deps.access.sessionStore(trx, tenant.orgId);
  const current = await findRecipientSession(store, deps.access.sessions, subject, cookieHeader);
  const shown = withFactor(who.shows, ...(proof.isFactor === false ? [] : [proof.factor]));
  const factors = withFactor([...shown, ...(current?.factors ?? [])]);
  const routes = [...new Set([...(current?.routes ?? []), ...(proof.route === undefined ? [] : [proof.route])])];
  await recordEvent(deps, trx, tenant, {
    kind: 'identity.proven',
    at: deps.clock.now(),
    actor: { kind: 'recipient', id: subject.recipientId },
    transferId: who.transferId,
    place: opener.place.jurisdiction,
    detail: { verdict: 'accepted', factor: proof.factor, proved: [...factors] },
  });
  if (!isEnough(factors, LEAST_NEED)) return undefined;
  const place = opener.place.jurisdiction;
  const session = await startRecipientSession(
    store,
    deps.access.sessions,
    {
      ...subject,
      factors,
      routes,
      place,
      deviceId: current?.deviceId ?? null,
      ...(current === null ? {} : { instead: current.sessionHash }),
      // What was proved before was proved then: it lives no longer for something that was added.
      ...(current === null || shown.length >= factors.length ? {} : { notAfter: current.expiresAt }),
    },
    cookieHeader,
  );
  return { visitor: visitorOf(who.visit, session), setCookie: session.setCookie };
}

/** Records a wrong answer to a factor other than a code, and counts it; its transaction has to commit. */
export async function refuseProof(
  deps: OpenDeps,
  trx: Trx,
  tenant: Tenant,
  opener: Opener,
  who: Claimant,
  factor: Factor,
): Promise<void> {
  const locks = await countWrongTry(deps.access.lockStore(trx, tenant.orgId), subjectOf(who), deps.clock.now());
  await recordRefusal(deps, trx, tenant, opener, who, { factor, verdict: 'not_accepted', locks });
}

/** The events of a wrong answer that was counted already. */
export async function recordRefusal(
  deps: OpenDeps,
  trx: Trx,
  tenant: Tenant,
  opener: Opener,
  who: Claimant,
  refusal: { readonly factor: Factor; readonly verdict: string; readonly locks: readonly LockScope[] },
): Promise<void> {
  const at = deps.clock.now();
  const { recipientId } = subjectOf(who);
  await recordEvent(deps, trx, tenant, {
    kind: 'identity.failed',
    at,
    actor: { kind: 'recipient', id: recipientId },
    transferId: who.transferId,
    place: opener.place.jurisdiction,
    detail: { verdict: refusal.verdict, factor: refusal.factor },
  });
  for (const scope of refusal.locks)
    await recordEvent(deps, trx, tenant, {
      kind: 'identity.locked',
      at,
      actor: { kind: 'system' },
      ...(scope === 'recipient' ? { subjectId: recipientId } : {}),
      transferId: who.transferId,
      place: opener.place.jurisdiction,
      detail: { scope },
    });
  if (refusal.locks.length > 0)
    await queueNews(deps, trx, tenant, { news: 'locked', transferId: who.transferId, recipientId });
}
