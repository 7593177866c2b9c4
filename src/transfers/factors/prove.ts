/** One proof by a factor that the recipient set up: limits, the check, and what follows from it. */
import { ACCESS } from '../../access/errors.ts';
import { RATE_RULES } from '../../access/rate-limit.ts';
import type { Factor } from '../../model/access-terms.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import type { Tenant } from '../deps.ts';
import type { Claimant } from '../identity/claimant.ts';
import { acceptProof, type Identified, isLocked, refuseProof } from '../identity/prove.ts';
import type { Opener } from '../recipient-access.ts';
import type { FactorDeps } from './deps.ts';
import { FACTOR } from './errors.ts';
import { type FactorSubject, subjectOfClaimant } from './subject.ts';

export type OwnFactorName = Extract<Factor, 'totp' | 'passkey' | 'passphrase' | 'sign_in'>;

/** Somebody who wants to prove something: with a session, or with the notice and his address alone. */
export type Asker = {
  readonly handle: string;
  /** Undefined: handle and address belong to nobody together; he hears what everybody hears whose proof does not hold. */
  readonly who: Claimant | undefined;
  /** He has a session, so that an answer may be about him. */
  readonly known: boolean;
  readonly cookieHeader: string | null;
};

/** Counts a try by client and by link. @throws `access.too_many_tries` */
export async function takeTry(
  deps: Pick<FactorDeps, 'access'>,
  opener: Opener,
  asker: Pick<Asker, 'handle'>,
  factor: OwnFactorName,
): Promise<void> {
  const { limiter } = deps.access;
  const link = `${factor}:${asker.handle}`;
  const verdicts = [
    await limiter.take(RATE_RULES.factorClient, opener.client),
    // A stranger who fails on purpose locks out himself.
    await limiter.take(RATE_RULES.factorTry, `${link}:${opener.client}`),
    await limiter.take(RATE_RULES.factorDay, link),
  ];
  if (verdicts.some(({ kind }) => kind === 'limited')) throw ACCESS.too_many_tries();
}

/**
 * Begins a session, or goes on with this browser's own, when the check holds; a wrong answer brings the lock nearer, and while it is locked no
 * answer is right.
 *
 * @throws `factor.not_accepted`, for whatever reason
 */
export async function proveFactor(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  asker: Asker,
  factor: OwnFactorName,
  check: (trx: Trx, subject: FactorSubject) => Promise<boolean>,
): Promise<Identified> {
  const { who, cookieHeader } = asker;
  if (who === undefined) throw FACTOR.not_accepted();
  const subject = subjectOfClaimant(who);
  // One person's factor is the same behind every link of his: whoever has many links has not many times the tries.
  const byPerson = await deps.access.limiter.take(RATE_RULES.factorPerson, `${factor}:${subject.recipientId}`);
  // INVARIANT: this transaction commits whatever the outcome, or a wrong try would not be counted.
  const identified = await tx(deps.db, async (trx) => {
    // Checked whether or not it is locked, so that the time does not tell.
    const holds = await check(trx, subject);
    const mayHold = byPerson.kind === 'allowed' && !(await isLocked(deps, trx, tenant, who));
    if (holds && mayHold) return acceptProof(deps, trx, tenant, opener, who, { factor }, cookieHeader);
    await refuseProof(deps, trx, tenant, opener, who, factor);
    return undefined;
  });
  deps.log.nudge();
  if (identified === undefined) throw FACTOR.not_accepted();
  return identified;
}
