/**
 * Signing in elsewhere: says who somebody is, in a session that has proved two factors. The account becomes known as his the first time, and
 * from then on nobody else's is. What comes back is bound to the browser's session by a secret state.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isEnough, LEAST_NEED } from '../../access/factors.ts';
import { ACCESS } from '../../access/errors.ts';
import { RATE_RULES } from '../../access/rate-limit.ts';
import { base64url, type Bytes, ownBytes, utf8 } from '../../base/bytes.ts';
import { MINUTE } from '../../base/units.ts';
import type { SignInResult } from '../../channels/sign-in/port.ts';
import type { SignInFinished } from '../../model/api/open-factors.ts';
import { claimChallengeByLookup, findFactorByLookup, useFactor } from '../../store/tables/factors.ts';
import { findByProviderIndex } from '../../store/tables/identities.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant } from '../deps.ts';
import { claimantOf } from '../identity/claimant.ts';
import { acceptProof } from '../identity/prove.ts';
import { resumeSession } from '../identify.ts';
import type { Opener, Visitor } from '../recipient-access.ts';
import { makeChallenge, readChallenge } from './challenge.ts';
import type { FactorDeps } from './deps.ts';
import { mayAdd, usableFactors } from './enrolled.ts';
import { FACTOR, PROVIDER } from './errors.ts';
import { storeFactor, takeChange } from './own.ts';
import { callbackAddress, type OfferedPlace, offeredPlaces } from './places.ts';
import { type FactorSubject, subjectOfVisitor } from './subject.ts';

/** Somebody may first have to unlock his telephone and find the app. */
const VALID_MS = 10 * MINUTE;

const waitingSchema = z.strictObject({
  handle: z.string(),
  provider: z.string(),
  session: z.string(),
  nonce: z.string(),
  verifier: z.string(),
});

/** Where the browser goes. @throws `factor.prove_first`, `provider.unknown`, `provider.not_answering`, `access.too_many_tries` */
export async function beginSignIn(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
  handle: string,
  providerId: string,
): Promise<string> {
  await takeChange(deps, opener, visitor);
  if (!isEnough(visitor.factors, LEAST_NEED)) throw FACTOR.prove_first();
  const { place } = await requirePlace(deps, tenant, providerId);
  const [state, nonce, verifier] = [secret(deps), secret(deps), secret(deps)];
  const going = await place.authorize({
    redirectUri: callbackAddress(deps.settings.publicUrl, providerId),
    state,
    nonce,
    codeChallenge: base64url(sha256(verifier)),
  });
  if ('outcome' in going) throw PROVIDER.not_answering({ why: going.why });
  const data = { handle, provider: providerId, session: base64url(visitor.sessionHash), nonce, verifier };
  await tx(deps.db, (trx) =>
    makeChallenge(deps, trx, tenant, visitor, { kind: 'sign_in', data, validMs: VALID_MS, lookup: sha256(state) }),
  );
  return going.address;
}

export type FinishedSignIn = { readonly answer: SignInFinished; readonly setCookie: string | undefined };

/**
 * What the provider sent back, given on by the page to which it sent the browser. Only the session that began goes on.
 *
 * @throws `factor.ended` when nothing of this browser was begun, or it took too long; `access.too_many_tries`
 */
export async function finishSignIn(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  given: { readonly state: string; readonly code: string },
  cookieHeader: string | null,
): Promise<FinishedSignIn> {
  if ((await deps.access.limiter.take(RATE_RULES.signInFinish, opener.client)).kind === 'limited')
    throw ACCESS.too_many_tries();
  const row = await tx(deps.db, (trx) =>
    claimChallengeByLookup(trx, tenant.orgId, 'sign_in', sha256(given.state), deps.clock.now()),
  );
  if (row === undefined) throw FACTOR.ended();
  const waiting = await readChallenge(deps, row, waitingSchema);
  const visitor = await resumeSession(deps, tenant, waiting.handle, cookieHeader);
  // INVARIANT: a state that somebody else began serves nobody, whatever page sent it.
  if (visitor === undefined || base64url(visitor.sessionHash) !== waiting.session) throw FACTOR.ended();
  const offered = await requirePlace(deps, tenant, waiting.provider);
  const result = await offered.place.exchange({
    redirectUri: callbackAddress(deps.settings.publicUrl, waiting.provider),
    code: given.code,
    nonce: waiting.nonce,
    codeVerifier: waiting.verifier,
    now: deps.clock.now(),
  });
  const { handle } = waiting;
  if (result.outcome !== 'signed_in') {
    deps.logger.warn({ provider: waiting.provider, why: result.why }, 'a sign-in elsewhere did not hold');
    return { answer: { handle, outcome: 'failed', label: offered.label }, setCookie: undefined };
  }
  return settle(deps, tenant, opener, visitor, handle, offered, result, cookieHeader);
}

type SignedIn = Extract<SignInResult, { outcome: 'signed_in' }>;

async function settle(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
  handle: string,
  offered: OfferedPlace,
  result: SignedIn,
  cookieHeader: string | null,
): Promise<FinishedSignIn> {
  const who = await claimantOf(deps, tenant, visitor);
  if (who === undefined) throw FACTOR.ended();
  const subject = await subjectOfVisitor(deps, tenant, visitor);
  const lookup = await deps.fields.providerIndex(`sign_in.${offered.id}`, result.subject);
  const settled = await tx(deps.db, async (trx) => {
    const outcome = await matchAccount(deps, trx, tenant, opener, visitor, subject, offered, result, lookup);
    if (outcome === 'someone_else') await recordOther(deps, trx, tenant, opener, subject, offered);
    if (outcome === 'someone_else' || outcome === 'prove_first') return { outcome, setCookie: undefined };
    const raised = await acceptProof(deps, trx, tenant, opener, who, { factor: 'sign_in' }, cookieHeader);
    return { outcome, setCookie: raised?.setCookie };
  });
  deps.log.nudge();
  return { answer: { handle, outcome: settled.outcome, label: offered.label }, setCookie: settled.setCookie };
}

/** Whether the account is this recipient's; it becomes so when it is nobody's and he may add something. */
async function matchAccount(
  deps: FactorDeps,
  trx: Trx,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
  subject: FactorSubject,
  offered: OfferedPlace,
  result: SignedIn,
  lookup: Bytes,
): Promise<'known' | 'linked' | 'someone_else' | 'prove_first'> {
  const { recipientId } = visitor;
  const linked = await findFactorByLookup(trx, tenant.orgId, lookup);
  if (linked !== undefined && linked.recipient_id !== recipientId) return 'someone_else';
  if (linked !== undefined) {
    await useFactor(trx, tenant.orgId, linked.factor_id, null, deps.clock.now());
    return 'known';
  }
  const rows = await usableFactors(trx, tenant, visitor.visit, recipientId);
  // He has another account there already: this one is not his.
  if (rows.some((row) => row.kind === 'sign_in' && row.provider === offered.id)) return 'someone_else';
  const named = await namedBy(deps, trx, tenant, offered, result);
  if (named !== undefined && named !== recipientId) return 'someone_else';
  // The organisation itself has said that this account is his; otherwise he says so himself and must be able to.
  if (named === undefined && !mayAdd(rows, visitor.factors)) return 'prove_first';
  await storeFactor(deps, trx, tenant, opener, subject, {
    kind: 'sign_in',
    provider: offered.id,
    data: { subject: result.subject },
    lookup,
  });
  return 'linked';
}

/** The recipient whom the organisation knows by one of the account's identifiers at this vendor. */
async function namedBy(
  deps: FactorDeps,
  trx: Trx,
  tenant: Tenant,
  offered: OfferedPlace,
  result: SignedIn,
): Promise<string | undefined> {
  const { vendor } = offered.place;
  if (vendor === null) return undefined;
  const ids = [result.subject, ...result.others];
  const indexes = await Promise.all(ids.map((id) => deps.fields.providerIndex(vendor, id)));
  return findByProviderIndex(trx, tenant.orgId, vendor, indexes);
}

async function recordOther(
  deps: FactorDeps,
  trx: Trx,
  tenant: Tenant,
  opener: Opener,
  subject: FactorSubject,
  offered: OfferedPlace,
): Promise<void> {
  await recordEvent(deps, trx, tenant, {
    kind: 'sign_in.other',
    at: deps.clock.now(),
    actor: { kind: 'recipient', id: subject.recipientId },
    transferId: subject.transferId,
    place: opener.place.jurisdiction,
    detail: { provider: offered.id },
  });
}

async function requirePlace(deps: FactorDeps, tenant: Tenant, providerId: string): Promise<OfferedPlace> {
  const found = (await offeredPlaces(deps, tenant)).find((one) => one.id === providerId);
  if (found === undefined) throw PROVIDER.unknown();
  return found;
}

function secret(deps: Pick<FactorDeps, 'random'>): string {
  return base64url(deps.random(32));
}

function sha256(text: string): Bytes {
  return ownBytes(new Uint8Array(createHash('sha256').update(utf8(text)).digest()));
}
