/** Rows of access_term and level_terms: the cells of the permission matrix, changed only over the version that was seen. */
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { AccessTerms, LevelTerms } from '../../model/access-terms.ts';
import type { Executor } from '../database.ts';
import type { AccessTermTable, LevelTermsTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';

export type TermRow = Selectable<AccessTermTable>;
export type LevelTermsRow = Selectable<LevelTermsTable>;

/** Stands for every object, or every recipient, of a transfer. */
export const EVERY = '00000000-0000-0000-0000-000000000000';

export function listTerms(db: Executor, orgId: string, transferIds: readonly string[]): Promise<TermRow[]> {
  if (transferIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('access_term')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', 'in', [...transferIds])
    .execute();
}

export type TermKey = {
  readonly orgId: string;
  readonly transferId: string;
  readonly objectId: string;
  readonly recipientId: string;
};
type Setting<T> = { readonly terms: T; readonly by: string; readonly at: Date };

/**
 * Writes one cell over the version that was seen; 0: over none. False when somebody else wrote meanwhile.
 *
 * INVARIANT: this statement alone decides; of two that saw the same version one writes.
 */
export async function writeTerms(
  trx: Trx,
  key: TermKey,
  seen: number,
  { terms, by, at }: Setting<AccessTerms>,
): Promise<boolean> {
  const values = { terms: JSON.stringify(terms), set_by: by, set_at: at };
  if (seen === 0) {
    const added = await trx
      .insertInto('access_term')
      .values({
        org_id: key.orgId,
        transfer_id: key.transferId,
        object_id: key.objectId,
        recipient_id: key.recipientId,
        version: 1,
        ...values,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return added.numInsertedOrUpdatedRows === 1n;
  }
  const changed = await trx
    .updateTable('access_term')
    .set({ ...values, version: seen + 1 })
    .where('org_id', '=', key.orgId)
    .where('transfer_id', '=', key.transferId)
    .where('object_id', '=', key.objectId)
    .where('recipient_id', '=', key.recipientId)
    .where('version', '=', seen)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

export function listLevelTerms(db: Executor, orgId: string): Promise<LevelTermsRow[]> {
  return db.selectFrom('level_terms').selectAll().where('org_id', '=', orgId).execute();
}

export async function findLevelTerms(db: Executor, orgId: string, level: string): Promise<LevelTermsRow | undefined> {
  return await db
    .selectFrom('level_terms')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('level', '=', level)
    .executeTakeFirst();
}

/** As `writeTerms`, for the template of a level. */
export async function writeLevelTerms(
  trx: Trx,
  orgId: string,
  level: string,
  seen: number,
  { terms, by, at }: Setting<LevelTerms>,
): Promise<boolean> {
  const values = { terms: JSON.stringify(terms), set_by: by, set_at: at };
  if (seen === 0) {
    const added = await trx
      .insertInto('level_terms')
      .values({ org_id: orgId, level, version: 1, ...values })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return added.numInsertedOrUpdatedRows === 1n;
  }
  const changed = await trx
    .updateTable('level_terms')
    .set({ ...values, version: seen + 1 })
    .where('org_id', '=', orgId)
    .where('level', '=', level)
    .where('version', '=', seen)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/**
 * Lets a device open a grant: one that did before, or one more while there are fewer than `max`. The caller holds the grant's row
 * (`lockGrant`), so that of two devices at once one is counted by the other.
 */
export async function claimDevice(
  trx: Trx,
  orgId: string,
  grantId: string,
  deviceId: string,
  max: number,
  at: Date,
): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    with own as (
      select 1 from grant_device where org_id = ${orgId} and grant_id = ${grantId} and device_id = ${deviceId}
    ), added as (
      insert into grant_device (org_id, grant_id, device_id, first_at)
      select ${orgId}::uuid, ${grantId}::uuid, ${deviceId}::uuid, ${at}::timestamptz
      where not exists (select 1 from own)
        and (select count(*) from grant_device where org_id = ${orgId} and grant_id = ${grantId}) < ${max}
      on conflict do nothing
      returning 1
    )
    select (exists (select 1 from own) or exists (select 1 from added)) as known
  `.execute(trx);
  return rows[0]?.known === true;
}

/** Devices that opened each of these grants. */
export async function countDevices(
  db: Executor,
  orgId: string,
  grantIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (grantIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('grant_device')
    .select(['grant_id', (eb) => eb.fn.countAll<number>().as('devices')])
    .where('org_id', '=', orgId)
    .where('grant_id', 'in', [...grantIds])
    .groupBy('grant_id')
    .execute();
  return new Map(rows.map((row) => [row.grant_id, row.devices]));
}

/** Forgets the devices of a recipient's grants in a transfer: the next ones are counted anew. */
export async function forgetDevices(trx: Trx, orgId: string, transferId: string, recipientId: string): Promise<number> {
  const result = await trx
    .deleteFrom('grant_device')
    .where('org_id', '=', orgId)
    .where('grant_id', 'in', (eb) =>
      eb
        .selectFrom('object_grant')
        .select('grant_id')
        .where('org_id', '=', orgId)
        .where('transfer_id', '=', transferId)
        .where('recipient_id', '=', recipientId),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
