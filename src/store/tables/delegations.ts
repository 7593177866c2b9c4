/** Rows of delegation: an officer lets another member of staff answer approvals for a time. */
import type { Insertable, Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import type { DelegationTable } from '../schema-law.ts';
import type { Trx } from '../transaction.ts';

export type DelegationRow = Selectable<DelegationTable>;

export async function insertDelegation(trx: Trx, row: Insertable<DelegationTable>): Promise<void> {
  await trx.insertInto('delegation').values(row).execute();
}

/** False when it was revoked already, has ended, or is not there. */
export async function revokeDelegation(
  trx: Trx,
  orgId: string,
  delegationId: string,
  by: string,
  at: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('delegation')
    .set({ revoked_at: at, revoked_by: by })
    .where('org_id', '=', orgId)
    .where('delegation_id', '=', delegationId)
    .where('revoked_at', 'is', null)
    .where('ends_at', '>', at)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export function findDelegation(db: Executor, orgId: string, delegationId: string): Promise<DelegationRow | undefined> {
  return db
    .selectFrom('delegation')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('delegation_id', '=', delegationId)
    .executeTakeFirst();
}

/** Newest first. With `staffId` only those that this person gave or received. */
export function listDelegations(
  db: Executor,
  orgId: string,
  staffId: string | null,
  limit: number,
): Promise<DelegationRow[]> {
  return db
    .selectFrom('delegation')
    .selectAll()
    .where('org_id', '=', orgId)
    .$if(staffId !== null, (query) =>
      query.where((where) =>
        where.or([where('from_staff', '=', staffId ?? ''), where('to_staff', '=', staffId ?? '')]),
      ),
    )
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

/** Delegations that count at `at`: begun, not ended, not revoked, from an officer who is still one, to somebody who may still act. */
export function listDelegationsInForce(
  db: Executor,
  orgId: string,
  at: Date,
  delegateId: string | null = null,
): Promise<DelegationRow[]> {
  return inForce(db, orgId, at)
    .$if(delegateId !== null, (query) => query.where('delegation.to_staff', '=', delegateId ?? ''))
    .orderBy('delegation.created_at')
    .execute();
}

/**
 * The delegation by which `delegateId` may answer for `principalId` at `at`. Its row is locked until the end of the transaction, so that it
 * is not revoked between this look and the answer.
 */
export function lockDelegation(
  trx: Trx,
  orgId: string,
  principalId: string,
  delegateId: string,
  at: Date,
): Promise<DelegationRow | undefined> {
  return inForce(trx, orgId, at)
    .where('delegation.from_staff', '=', principalId)
    .where('delegation.to_staff', '=', delegateId)
    .orderBy('delegation.ends_at', 'desc')
    .limit(1)
    .forShare('delegation')
    .executeTakeFirst();
}

function inForce(db: Executor, orgId: string, at: Date) {
  return db
    .selectFrom('delegation')
    .innerJoin('staff as principal', (join) =>
      join
        .onRef('principal.org_id', '=', 'delegation.org_id')
        .onRef('principal.staff_id', '=', 'delegation.from_staff')
        .on('principal.state', '=', 'active')
        .on('principal.role', '=', 'officer'),
    )
    .innerJoin('staff as delegate', (join) =>
      join
        .onRef('delegate.org_id', '=', 'delegation.org_id')
        .onRef('delegate.staff_id', '=', 'delegation.to_staff')
        .on('delegate.state', '=', 'active')
        .on('delegate.role', 'in', ['officer', 'sender']),
    )
    .selectAll('delegation')
    .where('delegation.org_id', '=', orgId)
    .where('delegation.starts_at', '<=', at)
    .where('delegation.ends_at', '>', at)
    .where('delegation.revoked_at', 'is', null);
}
