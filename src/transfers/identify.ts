/**
 * Proof of identity: the notice (its handle) and a one-time code by another route, or another factor (identity/prove.ts). What an outsider
 * hears never tells whether a handle or an address is known: unknown, wrong, used up, expired and locked sound alike.
 */
import { verifyCode } from '../access/codes.ts';
import type { CodeFactor } from '../access/ports.ts';
import { RATE_RULES } from '../access/rate-limit.ts';
import { findRecipientSession } from '../access/recipient-session.ts';
import type { CodeRequested, RequestCode, VerifyCode } from '../model/api/open.ts';
import type { ProofWay } from '../model/api/open-identity.ts';
import { tx } from '../store/transaction.ts';
import type { Tenant } from './deps.ts';
import { type Claimant, findClaimant, subjectOf, visitorOf } from './identity/claimant.ts';
import { acceptProof, type Identified, recordRefusal } from './identity/prove.ts';
import { chooseRoute, isOtherWay, routesFor, routesOffered } from './identity/routes.ts';
import { MINUTES_VALID, RESEND_SECONDS, sendCode } from './identity/send-code.ts';
import { findSharedVisit } from './identity/shared-handle.ts';
import { findVisit } from './landing.ts';
import type { OpenDeps, Opener, Visit, Visitor } from './recipient-access.ts';

/**
 * Sends a code when handle and address belong together, the transfer is alive and the limits allow it; says nothing in either case.
 * Returns false only when this client or handle asks too often.
 */
export async function requestCode(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  command: RequestCode,
): Promise<boolean> {
  const byClient = await deps.access.limiter.take(RATE_RULES.codeRequestClient, opener.client);
  const byHandle = await deps.access.limiter.take(RATE_RULES.codeRequestHandle, command.handle);
  if (byClient.kind === 'limited' || byHandle.kind === 'limited') return false;
  const who = await findClaimant(deps, tenant, command.handle, command.address);
  if (who === undefined) return true;
  const way = chooseRoute(deps, routesFor(deps, who.recipient, who.ways), command.route);
  if (way !== undefined) await sendCode(deps, tenant, opener, who, way);
  return true;
}

/** What whoever asked for a code hears, whether one was sent or not. */
export function codeRequested(): CodeRequested {
  return { minutesValid: MINUTES_VALID, resendInSeconds: RESEND_SECONDS };
}

/** The ways by which anybody can show who he is. INVARIANT: of the organisation, never of a link or an address. */
export function waysOffered(deps: Pick<OpenDeps, 'channels'>): readonly ProofWay[] {
  return [...routesOffered(deps), 'spoken_code', ...ENROLLED_WAYS];
}

/** What a recipient may have set up for himself: named to everybody, whether he has or not. */
const ENROLLED_WAYS: readonly ProofWay[] = ['totp', 'passkey', 'passphrase'];

/** Returns the recipient and the cookie of a new session, or undefined: not accepted, for whatever reason. */
export async function verifyIdentity(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  command: VerifyCode,
  cookieHeader: string | null,
): Promise<Identified | undefined> {
  const byClient = await deps.access.limiter.take(RATE_RULES.codeVerifyClient, opener.client);
  const byHandle = await deps.access.limiter.take(RATE_RULES.codeVerifyHandle, command.handle);
  if (byClient.kind === 'limited' || byHandle.kind === 'limited') return undefined;
  const who = await findClaimant(deps, tenant, command.handle, command.address);
  if (who === undefined) return undefined;
  return giveCode(deps, tenant, opener, who, { code: command.code, as: command.as ?? 'code' }, cookieHeader);
}

/** Tries a code for somebody who is known by handle and address, or by his session. */
export async function giveCode(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  who: Claimant,
  given: { readonly code: string; readonly as: CodeFactor },
  cookieHeader: string | null,
): Promise<Identified | undefined> {
  // INVARIANT: this transaction commits whatever the verdict, or a wrong try would not be counted.
  const identified = await tx(deps.db, async (trx) => {
    const stores = {
      codes: deps.access.codeStore(trx, tenant.orgId),
      locks: deps.access.lockStore(trx, tenant.orgId),
    };
    const verdict = await verifyCode(stores, deps.access.codes, subjectOf(who), given.code, given.as);
    if (verdict.outcome !== 'accepted') {
      await recordRefusal(deps, trx, tenant, opener, who, {
        factor: given.as,
        verdict: verdict.outcome,
        locks: verdict.locks,
      });
      return undefined;
    }
    const { route } = verdict;
    const proof = { factor: given.as, route, isFactor: isOtherWay(route, who.ways) };
    return acceptProof(deps, trx, tenant, opener, who, proof, cookieHeader);
  });
  deps.log.nudge();
  return identified;
}

/** The recipient of this browser's live session for what is behind `handle`; undefined when there is none. */
export async function resumeSession(
  deps: OpenDeps,
  tenant: Tenant,
  handle: string,
  cookieHeader: string | null,
): Promise<Visitor | undefined> {
  const found = await visitBehind(deps, tenant, handle);
  if (found === undefined) return undefined;
  const subject = { transferId: found.visit.id, recipientId: found.recipientId };
  const session = await tx(
    deps.db,
    (trx) =>
      findRecipientSession(deps.access.sessionStore(trx, tenant.orgId), deps.access.sessions, subject, cookieHeader),
    { idempotent: true },
  );
  return session === null ? undefined : visitorOf(found.visit, session);
}

/** Of a notice's own link, or of one that was made for a session from the list of everything shared. */
async function visitBehind(
  deps: OpenDeps,
  tenant: Tenant,
  handle: string,
): Promise<{ readonly visit: Visit; readonly recipientId: string | null } | undefined> {
  return (await findVisit(deps, tenant, handle)) ?? (await findSharedVisit(deps, tenant, handle));
}
