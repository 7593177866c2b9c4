/** Rows of lease: who does what only one may do at a time, and until when. */
import type { Trx } from '../transaction.ts';

/** True when the lease is `holder`'s until `until`: it was free, had run out, or was its own. */
export async function takeLease(
  trx: Trx,
  orgId: string,
  name: string,
  holder: string,
  now: Date,
  until: Date,
): Promise<boolean> {
  const result = await trx
    .insertInto('lease')
    .values({ org_id: orgId, name, holder, expires_at: until })
    .onConflict((conflict) =>
      conflict
        .columns(['org_id', 'name'])
        .doUpdateSet({ holder, expires_at: until })
        .where((where) => where.or([where('lease.holder', '=', holder), where('lease.expires_at', '<', now)])),
    )
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Frees the lease, if it is still the holder's. */
export async function dropLease(trx: Trx, orgId: string, name: string, holder: string): Promise<void> {
  await trx
    .deleteFrom('lease')
    .where('org_id', '=', orgId)
    .where('name', '=', name)
    .where('holder', '=', holder)
    .execute();
}
