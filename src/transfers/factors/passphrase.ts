/**
 * A passphrase of a recipient by OPAQUE (RFC 9807): this server never has it. His own counts for everything that he gets; one that the
 * sender set and tells him by telephone counts for that transfer alone.
 */
import { z } from 'zod';
import { countWrongTry } from '../../access/codes.ts';
import { base64url, type Bytes, fromBase64url, utf8 } from '../../base/bytes.ts';
import { MINUTE } from '../../base/units.ts';
import { nodeOpaqueHash } from '../../seal/opaque/hash-node.ts';
import { acceptsLogin, answerLogin, fakeRecord, isRecord, registrationResponse } from '../../seal/opaque/server.ts';
import { dropOpenChallenges, type FactorRow, useFactor } from '../../store/tables/factors.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import type { Tenant } from '../deps.ts';
import type { Identified } from '../identity/prove.ts';
import type { Opener, Visitor } from '../recipient-access.ts';
import { makeChallenge, takeChallenge } from './challenge.ts';
import type { FactorDeps } from './deps.ts';
import { usableFactors } from './enrolled.ts';
import { FACTOR } from './errors.ts';
import { factorContext, requireNew, storeFactor, takeChange } from './own.ts';
import { type Asker, proveFactor, takeTry } from './prove.ts';
import { type FactorSubject, subjectOfClaimant, subjectOfVisitor } from './subject.ts';

const VALID_MS = 2 * MINUTE;
export const keptRecordSchema = z.strictObject({ record: z.string() });
const waitingSchema = z.strictObject({ expected: z.string(), factorId: z.string() });
/** A person who has none answers to this id; nothing has it. */
const NO_FACTOR = '00000000-0000-0000-0000-000000000000';

export type Whose = 'own' | 'sender';

/** One OPRF key per recipient, and per transfer where the sender set it. */
export function credentialId(tenant: Tenant, recipientId: string, transferId: string | null): Bytes {
  return utf8(`${tenant.orgId} ${recipientId} ${transferId ?? 'own'}`);
}

/** @throws `factor.exists`, `factor.prove_first`, `factor.not_accepted` when the request is no point, `access.too_many_tries` */
export async function beginPassphrase(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
  request: string,
): Promise<{ readonly challengeId: string; readonly response: string }> {
  await takeChange(deps, opener, visitor);
  await requireNew(deps, tenant, visitor, 'passphrase');
  const response = evaluateRequest(deps, credentialId(tenant, visitor.recipientId, null), request);
  const challengeId = await tx(deps.db, (trx) =>
    makeChallenge(deps, trx, tenant, visitor, { kind: 'passphrase_enrol', data: {}, validMs: VALID_MS }),
  );
  return { challengeId, response };
}

/** RegistrationResponse, base64url. @throws `factor.not_accepted` when the request is no point of the group */
export function evaluateRequest(deps: Pick<FactorDeps, 'factors'>, id: Bytes, request: string): string {
  const response = registrationResponse(nodeOpaqueHash, deps.factors.opaque, id, fromBase64url(request));
  if (response === undefined) throw FACTOR.not_accepted();
  return base64url(response);
}

/** @throws `factor.ended`, `factor.not_accepted` when the record cannot be one, `factor.exists`, `factor.prove_first` */
export async function storePassphrase(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
  challengeId: string,
  record: string,
): Promise<void> {
  await takeChange(deps, opener, visitor);
  await requireNew(deps, tenant, visitor, 'passphrase');
  if (!isRecord(fromBase64url(record))) throw FACTOR.not_accepted();
  const subject = await subjectOfVisitor(deps, tenant, visitor);
  await tx(deps.db, async (trx) => {
    const begun = await takeChallenge(deps, trx, tenant, visitor, 'passphrase_enrol', challengeId, z.strictObject({}));
    if (begun === undefined) throw FACTOR.ended();
    await storeFactor(deps, trx, tenant, opener, subject, { kind: 'passphrase', data: { record } });
  });
  deps.log.nudge();
}

/**
 * Answers KE1 with KE2, whether or not there is a passphrase or anybody at all. A client learns from KE2 whether it guessed right, so that the
 * try is counted here: one that is not finished is a wrong one.
 *
 * @throws `factor.not_accepted` when KE1 is not of the expected form, `access.too_many_tries`
 */
export async function answerPassphrase(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  asker: Asker,
  whose: Whose,
  ke1: string,
): Promise<{ readonly challengeId: string; readonly ke2: string }> {
  await takeTry(deps, opener, asker, 'passphrase');
  const subject = asker.who === undefined ? undefined : subjectOfClaimant(asker.who);
  const { id, record, factorId } = await credentialOf(deps, tenant, asker, subject, whose);
  const { opaque, parties } = deps.factors;
  const hash = { ...nodeOpaqueHash, random: deps.random };
  const answered = answerLogin(hash, opaque, { id, record }, fromBase64url(ke1), parties);
  if (answered === undefined) throw FACTOR.not_accepted();
  const data = { expected: base64url(answered.expected), factorId };
  const challengeId =
    subject === undefined
      ? deps.ids.uuid()
      : await tx(deps.db, async (trx) => {
          await settleUnfinished(deps, trx, tenant, subject);
          return makeChallenge(deps, trx, tenant, subject, { kind: 'passphrase', data, validMs: VALID_MS });
        });
  return { challengeId, ke2: base64url(answered.ke2) };
}

/** The record to answer with: what is kept, or one made up from the key that nobody can tell from it. */
async function credentialOf(
  deps: FactorDeps,
  tenant: Tenant,
  asker: Asker,
  subject: FactorSubject | undefined,
  whose: Whose,
): Promise<{ readonly id: Bytes; readonly record: Bytes; readonly factorId: string }> {
  const transferId = whose === 'sender' ? (subject?.visit.id ?? asker.handle) : null;
  const rows =
    subject === undefined ? [] : await usableFactors(deps.db.query, tenant, subject.visit, subject.recipientId);
  const row = rows.find((one) => one.kind === 'passphrase' && one.transfer_id === transferId);
  const id = credentialId(tenant, subject?.recipientId ?? asker.handle, transferId);
  const record = row === undefined ? fakeRecord(nodeOpaqueHash, deps.factors.fakeSeed(id)) : await recordOf(deps, row);
  return { id, record, factorId: row?.factor_id ?? NO_FACTOR };
}

/** Counts answers that nobody finished as wrong. */
async function settleUnfinished(deps: FactorDeps, trx: Trx, tenant: Tenant, subject: FactorSubject): Promise<void> {
  const locks = deps.access.lockStore(trx, tenant.orgId);
  const of = { transferId: subject.visit.id, recipientId: subject.recipientId };
  const unfinished = await dropOpenChallenges(trx, tenant.orgId, {
    kind: 'passphrase',
    visitId: of.transferId,
    recipientId: of.recipientId,
  });
  for (let counted = 0; counted < unfinished; counted += 1) await countWrongTry(locks, of, deps.clock.now());
}

/** @throws `factor.not_accepted` */
export async function provePassphrase(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  asker: Asker,
  challengeId: string,
  ke3: string,
): Promise<Identified> {
  return proveFactor(deps, tenant, opener, asker, 'passphrase', (trx, subject) =>
    holdsPassphrase(deps, trx, tenant, subject, challengeId, ke3),
  );
}

async function holdsPassphrase(
  deps: FactorDeps,
  trx: Trx,
  tenant: Tenant,
  subject: FactorSubject,
  challengeId: string,
  ke3: string,
): Promise<boolean> {
  const data = await takeChallenge(deps, trx, tenant, subject, 'passphrase', challengeId, waitingSchema);
  if (data === undefined || !acceptsLogin(fromBase64url(data.expected), fromBase64url(ke3))) return false;
  // Fails for nobody's record, and for one that was taken away meanwhile.
  return useFactor(trx, tenant.orgId, data.factorId, null, deps.clock.now());
}

async function recordOf(deps: Pick<FactorDeps, 'fields'>, row: FactorRow): Promise<Bytes> {
  const json: unknown = JSON.parse(await deps.fields.open(factorContext(row.factor_id), row.data_sealed));
  return fromBase64url(keptRecordSchema.parse(json).record);
}
