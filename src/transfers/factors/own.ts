/** What every factor of a recipient has in common: how it is stored, set up and taken away. */
import type { Factor } from '../../model/access-terms.ts';
import { type Bytes, utf8 } from '../../base/bytes.ts';
import { ACCESS } from '../../access/errors.ts';
import { RATE_RULES } from '../../access/rate-limit.ts';
import {
  type FactorKind,
  type FactorRow,
  insertFactor,
  listFactors,
  markSeen,
  removeFactors,
} from '../../store/tables/factors.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import type { Opener, Visitor } from '../recipient-access.ts';
import type { FactorDeps } from './deps.ts';
import { mayRemove, requireMayAdd, usableFactors } from './enrolled.ts';
import { FACTOR } from './errors.ts';
import { type FactorSubject, subjectOfVisitor } from './subject.ts';

/** Where the sealed part of a factor belongs. */
export function factorContext(factorId: string): string {
  return `recipient_factor.data:${factorId}`;
}

export type NewFactor = {
  readonly kind: FactorKind;
  readonly data: Readonly<Record<string, string | readonly string[]>>;
  readonly lookup?: Bytes;
  readonly counter?: number;
  readonly provider?: string;
};

/** Limits what one person and one client change. @throws `access.too_many_tries` */
export async function takeChange(
  deps: Pick<FactorDeps, 'access'>,
  opener: Opener,
  who: Pick<Visitor, 'recipientId'>,
): Promise<void> {
  const byClient = await deps.access.limiter.take(RATE_RULES.factorClient, opener.client);
  const byPerson = await deps.access.limiter.take(RATE_RULES.ownFactorChange, who.recipientId);
  if (byClient.kind === 'limited' || byPerson.kind === 'limited') throw ACCESS.too_many_tries();
}

/** @throws `factor.prove_first`; `factor.exists` when there may be one of this kind only and it is there */
export async function requireNew(
  deps: Pick<TransferDeps, 'db'>,
  tenant: Tenant,
  visitor: Visitor,
  kind: FactorKind,
): Promise<readonly FactorRow[]> {
  const rows = await usableFactors(deps.db.query, tenant, visitor.visit, visitor.recipientId);
  requireMayAdd(rows, visitor.factors);
  const once = kind === 'totp' || kind === 'passphrase';
  if (once && rows.some((row) => row.kind === kind && row.transfer_id === null)) throw FACTOR.exists();
  return rows;
}

/**
 * Stores a factor that its person has just shown, with its event, and returns its id.
 *
 * @throws `factor.exists` when somebody else did so meanwhile, or has this credential
 */
export async function storeFactor(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  opener: Opener,
  subject: FactorSubject,
  factor: NewFactor,
): Promise<string> {
  const id = deps.ids.uuid();
  const now = deps.clock.now();
  const stored = await insertFactor(trx, {
    org_id: tenant.orgId,
    factor_id: id,
    recipient_id: subject.recipientId,
    kind: factor.kind,
    provider: factor.provider ?? null,
    data_sealed: await deps.fields.seal(factorContext(id), utf8(JSON.stringify(factor.data))),
    lookup: factor.lookup ?? null,
    counter: factor.counter ?? 0,
    created_at: now,
  });
  if (!stored) throw FACTOR.exists();
  await recordEvent(deps, trx, tenant, {
    kind: 'factor.enrolled',
    at: now,
    actor: { kind: 'recipient', id: subject.recipientId },
    subjectId: subject.recipientId,
    transferId: subject.transferId,
    place: opener.place.jurisdiction,
    detail: { factor: factor.kind },
  });
  return id;
}

/** @throws `factor.unknown`, `factor.prove_first` */
export async function removeOwnFactor(
  deps: FactorDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
  factorId: string,
): Promise<void> {
  await takeChange(deps, opener, visitor);
  const rows = await listFactors(deps.db.query, tenant.orgId, [visitor.recipientId]);
  const row = rows.find((one) => one.factor_id === factorId && one.transfer_id === null);
  if (row === undefined) throw FACTOR.unknown();
  if (!mayRemove(row, visitor.factors)) throw FACTOR.prove_first();
  const subject = await subjectOfVisitor(deps, tenant, visitor);
  const now = deps.clock.now();
  await tx(deps.db, async (trx) => {
    const removed = await removeFactors(trx, tenant.orgId, visitor.recipientId, { factorId }, null, now);
    if (removed.length === 0) throw FACTOR.unknown();
    await recordEvent(deps, trx, tenant, {
      kind: 'factor.removed',
      at: now,
      actor: { kind: 'recipient', id: visitor.recipientId },
      subjectId: visitor.recipientId,
      transferId: subject.transferId,
      place: opener.place.jurisdiction,
      detail: { factor: row.kind, provedBy: provedBy(visitor.factors) },
    });
  });
  deps.log.nudge();
}

function provedBy(factors: readonly Factor[]): string[] {
  return [...factors];
}

/** He has seen what the sender's side took away. */
export async function acknowledgeTakenAway(deps: FactorDeps, tenant: Tenant, visitor: Visitor): Promise<void> {
  await tx(deps.db, (trx) => markSeen(trx, tenant.orgId, visitor.recipientId, deps.clock.now()), { idempotent: true });
}
