/** Rows of rate_bucket: tokens per connection, shared by all processes, and pauses that a vendor asked for. */
import type { Database } from '../database.ts';
import { type Trx, tx } from '../transaction.ts';

export type BucketRow = { readonly tokens: number; readonly updatedAt: Date };
export type Taken =
  | { readonly ok: true; readonly state: BucketRow }
  | { readonly ok: false; readonly waitMs: number; readonly state: BucketRow };

/** Takes one token under the row's lock; the arithmetic is the caller's. A paused bucket gives none until its time. */
export async function takeBucketToken(
  db: Database,
  orgId: string,
  bucket: string,
  now: Date,
  take: (state: BucketRow | undefined) => Taken,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly waitMs: number }> {
  return tx(db, async (trx) => {
    await ensureRow(trx, orgId, bucket, now);
    const row = await trx
      .selectFrom('rate_bucket')
      .selectAll()
      .where('org_id', '=', orgId)
      .where('bucket', '=', bucket)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (row.paused_until !== null && row.paused_until > now)
      return { ok: false, waitMs: row.paused_until.getTime() - now.getTime() };
    const taken = take(row.tokens < 0 ? undefined : { tokens: row.tokens, updatedAt: row.at });
    await trx
      .updateTable('rate_bucket')
      .set({ tokens: taken.state.tokens, at: taken.state.updatedAt })
      .where('org_id', '=', orgId)
      .where('bucket', '=', bucket)
      .execute();
    return taken.ok ? { ok: true } : { ok: false, waitMs: taken.waitMs };
  });
}

/** A bucket that was never used has -1 tokens, which means full. */
async function ensureRow(trx: Trx, orgId: string, bucket: string, now: Date): Promise<void> {
  await trx
    .insertInto('rate_bucket')
    .values({ org_id: orgId, bucket, tokens: -1, at: now, paused_until: null })
    .onConflict((conflict) => conflict.columns(['org_id', 'bucket']).doNothing())
    .execute();
}

/** Keeps connections waiting until a time. */
export async function pauseBucket(db: Database, orgId: string, buckets: readonly string[], until: Date): Promise<void> {
  await tx(
    db,
    async (trx) => {
      for (const bucket of buckets) {
        await ensureRow(trx, orgId, bucket, until);
        await trx
          .updateTable('rate_bucket')
          .set({ paused_until: until })
          .where('org_id', '=', orgId)
          .where('bucket', '=', bucket)
          .execute();
      }
    },
    { idempotent: true },
  );
}
