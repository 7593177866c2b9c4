/** Which factors a recipient has set up, for the ladder and for what may be added or taken away. */
import { partyOf } from '../../access/factors/passkey.ts';
import type { Factor } from '../../model/access-terms.ts';
import { type FactorRow, listFactors } from '../../store/tables/factors.ts';
import type { Executor } from '../../store/database.ts';
import { listProviders } from '../../store/tables/sign-in-providers.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import type { Visit } from '../recipient-access.ts';
import { FACTOR } from './errors.ts';

/** Factors that stand by themselves: who has one does not need an address for it. */
export const STRONG = ['totp', 'passkey', 'passphrase'] as const satisfies readonly FactorRow['kind'][];

/** What a recipient has set up and can use for this visit; a passphrase of the sender counts for its own transfer only. */
export async function usableFactors(
  db: Executor,
  tenant: Tenant,
  visit: Visit,
  recipientId: string,
): Promise<readonly FactorRow[]> {
  const rows = await listFactors(db, tenant.orgId, [recipientId]);
  return rows.filter((row) => isFor(row, visit));
}

/** The names of the factors that a recipient can prove for this visit, each once; signing in wherever there is a place for it. */
export async function enrolledFactors(
  deps: Pick<TransferDeps, 'db' | 'settings'>,
  tenant: Tenant,
  visit: Visit,
  recipientId: string,
): Promise<readonly Factor[]> {
  const rows = await usableFactors(deps.db.query, tenant, visit, recipientId);
  const places = await listProviders(deps.db.query, tenant.orgId);
  const canSignIn = places.some((one) => one.state === 'active');
  const hasPasskeys = partyOf(deps.settings.publicUrl, tenant.organisation) !== undefined;
  const own = STRONG.filter((kind) => rows.some((row) => row.kind === kind) && (kind !== 'passkey' || hasPasskeys));
  return canSignIn ? [...own, 'sign_in'] : own;
}

function isFor(row: Pick<FactorRow, 'transfer_id'>, visit: Visit): boolean {
  return row.transfer_id === null || (visit.kind === 'transfer' && visit.id === row.transfer_id);
}

/**
 * Whether another factor may be set up: the first one by whoever has notice and code; after that one of those that are set up must have
 * been proved in the session, or whoever reads the mail would set up his own.
 */
export function mayAdd(rows: readonly Pick<FactorRow, 'kind'>[], proved: readonly Factor[]): boolean {
  const strong = rows.filter((row) => isStrong(row.kind));
  return strong.length === 0 || strong.some((row) => proved.includes(row.kind));
}

/** @throws `factor.prove_first` */
export function requireMayAdd(rows: readonly FactorRow[], proved: readonly Factor[]): void {
  if (!mayAdd(rows, proved)) throw FACTOR.prove_first();
}

/**
 * Whether a factor may be taken away in a session: one of the same strength, of another kind, must have been proved in it. Signing in
 * elsewhere proves nothing by itself and can go at any time.
 */
export function mayRemove(row: Pick<FactorRow, 'kind'>, proved: readonly Factor[]): boolean {
  return !isStrong(row.kind) || STRONG.some((kind) => kind !== row.kind && proved.includes(kind));
}

function isStrong(kind: FactorRow['kind']): boolean {
  return STRONG.some((one) => one === kind);
}
