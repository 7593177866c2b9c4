/** Rows of rate_bucket: tokens per connection, shared by all processes, and pauses that a vendor asked for. */
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { type Trx, tx } from '../transaction.ts';

export type BucketRow = { readonly tokens: number; readonly updatedAt: Date };
export type Taken =
  | { readonly ok: true; readonly state: BucketRow }
  | { readonly ok: false; readonly waitMs: number; readonly state: BucketRow };

/** Name of the row that keeps every connection waiting: this installation's address was blocked. No connection is called so. */
export const EGRESS_BUCKET = '@egress';

/**
 * Takes one token under the row's lock; the arithmetic is the caller's. A paused bucket gives none until its time. An empty one is paused
 * until its next token, so that nobody asks again and again: claims look at the pause first.
 */
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
      .set({
        tokens: taken.state.tokens,
        at: taken.state.updatedAt,
        paused_until: taken.ok ? null : new Date(now.getTime() + taken.waitMs),
      })
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

/** Keeps connections waiting until a time; a longer pause stays. */
export async function pauseBucket(db: Database, orgId: string, buckets: readonly string[], until: Date): Promise<void> {
  await tx(
    db,
    async (trx) => {
      for (const bucket of buckets) {
        await ensureRow(trx, orgId, bucket, until);
        await trx
          .updateTable('rate_bucket')
          .set({ paused_until: sql<Date>`greatest(coalesce(paused_until, ${until}), ${until})` })
          .where('org_id', '=', orgId)
          .where('bucket', '=', bucket)
          .execute();
      }
    },
    { idempotent: true },
  );
}

/** Ends a pause before its time: whoever asks has repaired the connection. */
export async function endPause(trx: Trx, orgId: string, bucket: string): Promise<void> {
  await trx
    .updateTable('rate_bucket')
    .set({ paused_until: null })
    .where('org_id', '=', orgId)
    .where('bucket', '=', bucket)
    .execute();
}

/** Buckets that are paused now, and until when. */
export async function listPauses(db: Database, orgId: string, now: Date): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.query
    .selectFrom('rate_bucket')
    .select(['bucket', 'paused_until'])
    .where('org_id', '=', orgId)
    .where('paused_until', '>', now)
    .execute();
  return new Map(rows.flatMap((row) => (row.paused_until === null ? [] : [[row.bucket, row.paused_until] as const])));
}
