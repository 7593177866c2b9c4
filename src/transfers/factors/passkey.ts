/** Passkeys of a recipient: set up within a session, proved in a later one. */
import { z } from 'zod';
import {
  acceptNewPasskey,
  acceptPasskey,
  creationOptions,
  type KeptPasskey,
  keptPasskeySchema,
  newChallenge,
  type NewPasskey,
  type Party,
  type PasskeyAnswer,
  requestOptions,
} from '../../access/factors/passkey.ts';
import { MINUTE } from '../../base/units.ts';
import { type FactorRow, useFactor } from '../../store/tables/factors.ts';
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
/** More devices than anybody carries. */
const AT_MOST = 10;

const challengeSchema = z.strictObject({ challenge: z.string() });

export type CreationOptions = ReturnType<typeof creationOptions> & { readonly challengeId: string };
export type RequestOptions = ReturnType<typeof requestOptions> & { readonly challengeId: string };

/** @throws `factor.not_possible`, `factor.prove_first`, `access.too_many_tries` */
export async function beginPasskey(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
): Promise<CreationOptions> {
  await takeChange(deps, opener, visitor);
  const party = requireParty(deps, tenant);
  const rows = (await requireNew(deps, tenant, visitor, 'passkey')).filter((row) => row.kind === 'passkey');
  if (rows.length >= AT_MOST) throw FACTOR.exists();
  const known = await Promise.all(rows.map((row) => keptOf(deps, row)));
  const challenge = newChallenge(deps.random);
  const challengeId = await challengeFor(deps, tenant, visitor, 'passkey_enrol', challenge);
  return { ...creationOptions(party, challenge, deps.random(16), tenant.organisation, known), challengeId };
}

/** @throws `factor.ended`, `factor.not_accepted`, `factor.exists`, `factor.prove_first` */
export async function storePasskey(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
  challengeId: string,
  answer: NewPasskey,
): Promise<void> {
  await takeChange(deps, opener, visitor);
  const party = requireParty(deps, tenant);
  await requireNew(deps, tenant, visitor, 'passkey');
  const subject = await subjectOfVisitor(deps, tenant, visitor);
  // INVARIANT: commits whatever the outcome: a challenge serves once, also when the answer is wrong.
  const outcome = await tx(deps.db, async (trx) => {
    const data = await takeChallenge(deps, trx, tenant, visitor, 'passkey_enrol', challengeId, challengeSchema);
    if (data === undefined) return 'ended';
    const accepted = await acceptNewPasskey(party, data.challenge, answer);
    if (accepted === undefined) return 'not_accepted';
    const lookup = await deps.fields.providerIndex('passkey', accepted.kept.id);
    const { kept, counter } = accepted;
    await storeFactor(deps, trx, tenant, opener, subject, { kind: 'passkey', data: { ...kept }, lookup, counter });
    return 'stored';
  });
  deps.log.nudge();
  if (outcome === 'ended') throw FACTOR.ended();
  if (outcome === 'not_accepted') throw FACTOR.not_accepted();
}

/**
 * What the browser is asked. In a session the device is told which passkeys are meant; before, that would tell whose link it is, and the device
 * offers what it keeps for this host.
 *
 * @throws `factor.not_possible`, `access.too_many_tries`
 */
export async function askForPasskey(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  asker: Asker,
): Promise<RequestOptions> {
  await takeTry(deps, opener, asker, 'passkey');
  const party = requireParty(deps, tenant);
  const challenge = newChallenge(deps.random);
  const { who } = asker;
  // Nobody's challenge is not kept: nothing could answer it.
  if (who === undefined) return { ...requestOptions(party, challenge, []), challengeId: deps.ids.uuid() };
  const subject = subjectOfClaimant(who);
  const rows = asker.known ? await passkeysOf(deps.db.query, tenant, subject) : [];
  const known = await Promise.all(rows.map((row) => keptOf(deps, row)));
  const challengeId = await challengeFor(deps, tenant, subject, 'passkey', challenge);
  return { ...requestOptions(party, challenge, known), challengeId };
}

/** @throws `factor.not_accepted`, `factor.not_possible` */
export async function provePasskey(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  asker: Asker,
  challengeId: string,
  answer: PasskeyAnswer,
): Promise<Identified> {
  const party = requireParty(deps, tenant);
  return proveFactor(deps, tenant, opener, asker, 'passkey', (trx, subject) =>
    holdsPasskey(deps, trx, tenant, party, subject, challengeId, answer),
  );
}

async function holdsPasskey(
  deps: FactorDeps,
  trx: Trx,
  tenant: Tenant,
  party: Party,
  subject: FactorSubject,
  challengeId: string,
  answer: PasskeyAnswer,
): Promise<boolean> {
  const data = await takeChallenge(deps, trx, tenant, subject, 'passkey', challengeId, challengeSchema);
  if (data === undefined) return false;
  for (const row of await passkeysOf(trx, tenant, subject)) {
    const kept = await keptOf(deps, row);
    if (kept.id !== answer.id) continue;
    const counter = await acceptPasskey(party, data.challenge, kept, row.counter, answer);
    if (counter === undefined) return false;
    // Passkeys that live in several devices do not count; they say zero every time.
    const counts = counter > 0 || row.counter > 0;
    return useFactor(trx, tenant.orgId, row.factor_id, counts ? counter : null, deps.clock.now());
  }
  return false;
}

async function passkeysOf(
  db: Parameters<typeof usableFactors>[0],
  tenant: Tenant,
  who: Pick<FactorSubject, 'visit' | 'recipientId'>,
): Promise<readonly FactorRow[]> {
  return (await usableFactors(db, tenant, who.visit, who.recipientId)).filter((row) => row.kind === 'passkey');
}

function challengeFor(
  deps: FactorDeps,
  tenant: Tenant,
  who: Pick<FactorSubject, 'visit' | 'recipientId'>,
  kind: 'passkey_enrol' | 'passkey',
  challenge: string,
): Promise<string> {
  return tx(deps.db, (trx) => makeChallenge(deps, trx, tenant, who, { kind, data: { challenge }, validMs: VALID_MS }));
}

function requireParty(deps: FactorDeps, tenant: Tenant): Party {
  const party = deps.factors.party(tenant.organisation);
  if (party === undefined) throw FACTOR.not_possible();
  return party;
}

async function keptOf(deps: Pick<FactorDeps, 'fields'>, row: FactorRow): Promise<KeptPasskey> {
  const json: unknown = JSON.parse(await deps.fields.open(factorContext(row.factor_id), row.data_sealed));
  return keptPasskeySchema.parse(json);
}
