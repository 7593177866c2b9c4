/**
 * Where better-auth keeps accounts, sessions and factors: the schema `auth`, made and changed by its own migrations.
 * It is exempt from the dialect rules (random text keys, no org_id, camelCase columns): it is better-auth's, small, and the part
 * that would be replaced if the database had to be distributed.
 */
import { sql } from 'kysely';
import type { SignInDatabase } from '../../access/ports.ts';
import { SECOND } from '../../base/units.ts';
import type { Database } from '../database.ts';

/** Longer than any change of a factor takes; after a crash the account can be changed again after this. */
const LEASE_MS = 20 * SECOND;

/**
 * Returns the database of better-auth over the installation's pool. Its statements bypass `tx`: people must be able to sign in
 * while changes are refused, and see why.
 */
export function createSignInDatabase(db: Database, orgId: string): SignInDatabase {
  return {
    kysely: db.query,
    schemaName: 'auth',
    exclusively: async (account, fn) => {
      const name = `staff-account:${account}`;
      const holder = crypto.randomUUID();
      if (!(await takeLease(db, orgId, name, holder))) return { outcome: 'busy' };
      try {
        return { outcome: 'done', value: await fn() };
      } finally {
        await db.query
          .deleteFrom('lease')
          .where('org_id', '=', orgId)
          .where('name', '=', name)
          .where('holder', '=', holder)
          .execute();
      }
    },
  };
}

/** One statement: inserts the lease, or takes over an expired one. The database's clock counts, not the replica's. */
async function takeLease(db: Database, orgId: string, name: string, holder: string): Promise<boolean> {
  const expires = sql<Date>`now() + make_interval(secs => ${LEASE_MS / SECOND})`;
  const row = await db.query
    .insertInto('lease')
    .values({ org_id: orgId, name, holder, expires_at: expires })
    .onConflict((conflict) =>
      conflict
        .columns(['org_id', 'name'])
        .doUpdateSet({ holder, expires_at: expires })
        .where('lease.expires_at', '<', sql<Date>`now()`),
    )
    .returning('holder')
    .executeTakeFirst();
  return row?.holder === holder;
}
