/** Who has a grant of what: one row per recipient and object of granted transfers, members of audiences who have none of their own yet included. */
import { sql } from 'kysely';
import type { Executor } from '../database.ts';

export type GrantedPair = {
  /** The recipient's own grant, or the audience's. */
  readonly grant_id: string;
  readonly transfer_id: string;
  readonly object_id: string;
  readonly recipient_id: string;
  /** Where the recipient is registered. */
  readonly jurisdiction: string;
};

export type PairFilter = {
  /** Only of these recipients, or of transfers with this in their reference; left out: all. */
  readonly matching?: { readonly recipientIds: readonly string[]; readonly reference: string };
  readonly registered?: string;
  readonly order: 'person' | 'document' | 'country';
  /** The last pair of the page before. */
  readonly after?: Omit<GrantedPair, 'grant_id'>;
};

const KEYS = {
  person: ['recipient_id', 'transfer_id', 'object_id'],
  document: ['transfer_id', 'object_id', 'recipient_id'],
  country: ['jurisdiction', 'recipient_id', 'transfer_id', 'object_id'],
} as const;

/** In the wanted order, at most `limit`. */
export async function pageGrantedPairs(
  db: Executor,
  orgId: string,
  filter: PairFilter,
  limit: number,
): Promise<readonly GrantedPair[]> {
  const keys = KEYS[filter.order];
  const columns = sql.join(keys.map((key) => sql.ref(`pair.${key}`)));
  const { after, matching, registered } = filter;
  const conditions = [
    sql`true`,
    ...(registered === undefined ? [] : [sql`pair.jurisdiction = ${registered}`]),
    ...(after === undefined ? [] : [sql`(${columns}) > (${sql.join(keys.map((key) => cast(key, after[key])))})`]),
    ...(matching === undefined ? [] : [matches(matching)]),
  ];
  const { rows } = await sql<GrantedPair>`
    with granted as (
      select transfer.transfer_id, transfer.audience_id, transfer.reference,
             object_grant.grant_id, object_grant.object_id, object_grant.recipient_id
      from transfer
      join object_grant
        on object_grant.org_id = transfer.org_id and object_grant.transfer_id = transfer.transfer_id
      where transfer.org_id = ${orgId} and transfer.state = 'granted' and object_grant.holder <> 'records'
    ), pairs as (
      select grant_id, transfer_id, object_id, recipient_id, reference from granted where recipient_id is not null
      union all
      select granted.grant_id, granted.transfer_id, granted.object_id, member.recipient_id, granted.reference
      from granted
      join audience_member member on member.org_id = ${orgId} and member.audience_id = granted.audience_id
      where granted.recipient_id is null and not exists (
        select 1 from granted own
        where own.transfer_id = granted.transfer_id and own.object_id = granted.object_id
          and own.recipient_id = member.recipient_id
      )
    ), pair as (
      select pairs.*, recipient.jurisdiction
      from pairs join recipient on recipient.org_id = ${orgId} and recipient.recipient_id = pairs.recipient_id
    )
    select grant_id, transfer_id, object_id, recipient_id, jurisdiction
    from pair
    where ${sql.join(conditions, sql` and `)}
    order by ${columns}
    limit ${limit}
  `.execute(db);
  return rows;
}

function cast(key: keyof Omit<GrantedPair, 'grant_id'>, value: string) {
  return key === 'jurisdiction' ? sql`${value}::text` : sql`${value}::uuid`;
}

function matches({ recipientIds, reference }: NonNullable<PairFilter['matching']>) {
  // No wildcard of the reader's: the reference is compared as it stands.
  const byReference = sql`position(upper(${reference}) in upper(pair.reference)) > 0`;
  if (recipientIds.length === 0) return byReference;
  return sql`(pair.recipient_id in (${sql.join(recipientIds.map((id) => sql`${id}::uuid`))}) or ${byReference})`;
}

/** How many granted transfers there are of each level. */
export async function countGrantedByLevel(db: Executor, orgId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('transfer')
    .select(['level', (eb) => eb.fn.countAll<number>().as('transfers')])
    .where('org_id', '=', orgId)
    .where('state', '=', 'granted')
    .groupBy('level')
    .execute();
  return new Map(rows.map((row) => [row.level, row.transfers]));
}

/** How often each of these grants was opened. */
export async function countOpenings(
  db: Executor,
  orgId: string,
  grantIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (grantIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('opening')
    .select(['grant_id', (eb) => eb.fn.countAll<number>().as('openings')])
    .where('org_id', '=', orgId)
    .where('grant_id', 'in', [...grantIds])
    .groupBy('grant_id')
    .execute();
  return new Map(rows.map((row) => [row.grant_id, row.openings]));
}
