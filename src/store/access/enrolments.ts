/** Rows of enrolment: one-time tokens, by hash. */
import type { EnrolmentStore } from '../../access/ports.ts';
import type { Executor } from '../database.ts';
import type { Trx } from '../transaction.ts';

export function createEnrolmentStore(trx: Trx, orgId: string): EnrolmentStore {
  return {
    insert: async (enrolment) => {
      await trx
        .insertInto('enrolment')
        .values({
          org_id: orgId,
          token_hash: enrolment.tokenHash,
          purpose: enrolment.purpose,
          staff_id: enrolment.staffId,
          expires_at: enrolment.expiresAt,
          used_at: null,
        })
        .execute();
    },
    claim: async (tokenHash, purpose, now) => {
      // INVARIANT: one statement decides; of two callers the second waits for the first's commit and then finds it used.
      const row = await trx
        .updateTable('enrolment')
        .set({ used_at: now })
        .where('org_id', '=', orgId)
        .where('token_hash', '=', tokenHash)
        .where('purpose', '=', purpose)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returning('staff_id')
        .executeTakeFirst();
      return row === undefined ? null : { staffId: row.staff_id };
    },
    withdraw: async (staffId, now) => {
      const unused = trx
        .updateTable('enrolment')
        .set({ used_at: now })
        .where('org_id', '=', orgId)
        .where('used_at', 'is', null);
      await (staffId === null
        ? unused.where('purpose', '=', 'setup')
        : unused.where('staff_id', '=', staffId)
      ).execute();
    },
  };
}

/** The organisation id under which set-up links were issued; undefined when there never was one. */
export async function findPendingSetup(db: Executor): Promise<string | undefined> {
  const row = await db
    .selectFrom('enrolment')
    .select('org_id')
    .where('purpose', '=', 'setup')
    .limit(1)
    .executeTakeFirst();
  return row?.org_id;
}
