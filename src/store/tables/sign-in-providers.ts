/** Rows of sign_in_provider: where recipients can sign in to say who they are. */
import type { Insertable, Selectable, Updateable } from 'kysely';
import type { Executor } from '../database.ts';
import type { SignInProviderTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';

export type ProviderRow = Selectable<SignInProviderTable>;

export async function insertProvider(trx: Trx, row: Insertable<SignInProviderTable>): Promise<void> {
  await trx.insertInto('sign_in_provider').values(row).execute();
}

/** All that were not removed, the oldest first. */
export function listProviders(db: Executor, orgId: string): Promise<ProviderRow[]> {
  return db
    .selectFrom('sign_in_provider')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('state', '<>', 'removed')
    .orderBy('created_at')
    .orderBy('provider_id')
    .execute();
}

/** Locks one that was not removed. */
export async function lockProvider(trx: Trx, orgId: string, providerId: string): Promise<ProviderRow | undefined> {
  return await trx
    .selectFrom('sign_in_provider')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('provider_id', '=', providerId)
    .where('state', '<>', 'removed')
    .forUpdate()
    .executeTakeFirst();
}

export async function updateProvider(
  trx: Trx,
  orgId: string,
  providerId: string,
  set: Omit<Updateable<SignInProviderTable>, 'org_id' | 'provider_id' | 'kind' | 'created_at'>,
): Promise<void> {
  await trx
    .updateTable('sign_in_provider')
    .set(set)
    .where('org_id', '=', orgId)
    .where('provider_id', '=', providerId)
    .execute();
}
