/** An authenticator app of a recipient: set up within a session, proved in a later one. Setting it up proves nothing. */
import { z } from 'zod';
import { acceptTotp, base32, newTotpSecret, totpAddress } from '../../access/factors/totp.ts';
import { base64url, fromBase64url } from '../../base/bytes.ts';
import { MINUTE } from '../../base/units.ts';
import { type FactorRow, useFactor } from '../../store/tables/factors.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import type { Tenant } from '../deps.ts';
import type { Identified } from '../identity/prove.ts';
import type { Opener, Visitor } from '../recipient-access.ts';
import { lookAtChallenge, makeChallenge, takeChallenge } from './challenge.ts';
import type { FactorDeps } from './deps.ts';
import { usableFactors } from './enrolled.ts';
import { FACTOR } from './errors.ts';
import { factorContext, requireNew, storeFactor, takeChange } from './own.ts';
import { type Asker, proveFactor, takeTry } from './prove.ts';
import { type FactorSubject, subjectOfVisitor } from './subject.ts';

/** Long enough to install an app. */
const ENROL_MS = 15 * MINUTE;
const ENROL_TRIES = 10;

const keptSchema = z.strictObject({ secret: z.string() });

export type TotpEnrolment = { readonly challengeId: string; readonly secret: string; readonly address: string };

/**
 * Draws a secret and returns it; it counts for nothing until a code of it was shown. The account in the app is the visit's reference alone.
 *
 * @throws `factor.exists`, `factor.prove_first`, `access.too_many_tries`
 */
export async function beginTotp(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
): Promise<TotpEnrolment> {
  await takeChange(deps, opener, visitor);
  await requireNew(deps, tenant, visitor, 'totp');
  const secret = newTotpSecret(deps.random);
  const challengeId = await tx(deps.db, (trx) =>
    makeChallenge(deps, trx, tenant, visitor, {
      kind: 'totp_enrol',
      data: { secret: base64url(secret) },
      validMs: ENROL_MS,
      tries: ENROL_TRIES,
    }),
  );
  return {
    challengeId,
    secret: base32(secret),
    address: totpAddress(secret, tenant.organisation, new URL(deps.settings.publicUrl).host),
  };
}

/** The app shows a code of the secret: it is kept. @throws `factor.not_accepted`, `factor.ended`, `factor.exists`, `factor.prove_first` */
export async function confirmTotp(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
  challengeId: string,
  code: string,
): Promise<void> {
  await takeChange(deps, opener, visitor);
  await requireNew(deps, tenant, visitor, 'totp');
  const subject = await subjectOfVisitor(deps, tenant, visitor);
  // INVARIANT: commits whatever the outcome, or a wrong try would not be counted.
  const outcome = await tx(deps.db, async (trx) => {
    const data = await lookAtChallenge(deps, trx, tenant, visitor, 'totp_enrol', challengeId, keptSchema);
    if (data === undefined) return 'ended';
    const step = acceptTotp(fromBase64url(data.secret), code, deps.clock.now(), -1);
    if (step === undefined) return 'not_accepted';
    await takeChallenge(deps, trx, tenant, visitor, 'totp_enrol', challengeId, keptSchema);
    // The step that was shown here is used up.
    await storeFactor(deps, trx, tenant, opener, subject, { kind: 'totp', data: { ...data }, counter: step });
    return 'stored';
  });
  deps.log.nudge();
  if (outcome === 'ended') throw FACTOR.ended();
  if (outcome === 'not_accepted') throw FACTOR.not_accepted();
}

/** @throws `factor.not_accepted`, `access.too_many_tries` */
export async function proveTotp(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  asker: Asker,
  code: string,
): Promise<Identified> {
  await takeTry(deps, opener, asker, 'totp');
  return proveFactor(deps, tenant, opener, asker, 'totp', (trx, subject) =>
    holdsTotp(deps, trx, tenant, subject, code),
  );
}

/** Whether the code is one of this recipient's app and was not used; then its step is used up, in the same statement. */
async function holdsTotp(
  deps: FactorDeps,
  trx: Trx,
  tenant: Tenant,
  subject: FactorSubject,
  code: string,
): Promise<boolean> {
  const rows = await usableFactors(trx, tenant, subject.visit, subject.recipientId);
  const row = rows.find((one) => one.kind === 'totp');
  // Somebody without an app costs the same.
  const secret = row === undefined ? new Uint8Array(20) : await secretOf(deps, row);
  const step = acceptTotp(secret, code, deps.clock.now(), row?.counter ?? Number.MAX_SAFE_INTEGER);
  if (row === undefined || step === undefined) return false;
  return useFactor(trx, tenant.orgId, row.factor_id, step, deps.clock.now());
}

async function secretOf(deps: Pick<FactorDeps, 'fields'>, row: FactorRow): Promise<Uint8Array> {
  const json: unknown = JSON.parse(await deps.fields.open(factorContext(row.factor_id), row.data_sealed));
  return fromBase64url(keptSchema.parse(json).secret);
}
