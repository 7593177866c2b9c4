/** What a trace reads: marked copies, and the organisation's own grants by which their originals are opened. */
import type { Executor } from '../database.ts';
import type { GrantRow } from './grants.ts';

export type MarkedObject = {
  readonly object_id: string;
  readonly size: number;
  readonly copies: number;
  readonly newest: Date;
};

export type TraceRange = {
  readonly from: Date | null;
  readonly until: Date | null;
  readonly transferId: string | null;
  readonly objectIds: readonly string[] | null;
};

/** Objects of which marked copies were made, the newest first. */
export async function listMarkedObjects(db: Executor, orgId: string, range: TraceRange): Promise<MarkedObject[]> {
  if (range.objectIds?.length === 0) return [];
  const rows = await db
    .selectFrom('opening')
    .innerJoin('object_grant', (join) =>
      join.onRef('object_grant.org_id', '=', 'opening.org_id').onRef('object_grant.grant_id', '=', 'opening.grant_id'),
    )
    .innerJoin('sealed_object', (join) =>
      join
        .onRef('sealed_object.org_id', '=', 'object_grant.org_id')
        .onRef('sealed_object.object_id', '=', 'object_grant.object_id'),
    )
    .select(({ fn }) => [
      'object_grant.object_id as object_id',
      'sealed_object.size as size',
      fn.countAll<string>().as('copies'),
      fn.max('opening.claimed_at').as('newest'),
    ])
    .where('opening.org_id', '=', orgId)
    .where('opening.view_sealed', 'is not', null)
    .$if(range.from !== null, (some) => some.where('opening.claimed_at', '>=', range.from ?? new Date(0)))
    .$if(range.until !== null, (some) => some.where('opening.claimed_at', '<', range.until ?? new Date(0)))
    .$if(range.transferId !== null, (some) => some.where('opening.transfer_id', '=', range.transferId ?? ''))
    .$if(range.objectIds !== null, (some) => some.where('object_grant.object_id', 'in', [...(range.objectIds ?? [])]))
    .groupBy(['object_grant.object_id', 'sealed_object.size'])
    .execute();
  return rows
    .map(({ copies, ...row }) => ({ ...row, copies: Number(copies) }))
    .sort((a, b) => b.newest.getTime() - a.newest.getTime());
}

export type MarkedCopy = {
  readonly opening_id: string;
  readonly transfer_id: string;
  readonly recipient_id: string;
  readonly event_id: string;
  readonly kind: 'text' | 'download' | 'view';
  readonly claimed_at: Date;
  readonly place: string | null;
  readonly view_sealed: Uint8Array;
  readonly mark_key_id: string;
  readonly renderer: string | null;
};

/** Every marked copy of an object, whatever its time: whoever is left out could not be told from whoever is innocent. */
export async function listMarkedCopies(db: Executor, orgId: string, objectId: string): Promise<MarkedCopy[]> {
  return await db
    .selectFrom('opening')
    .innerJoin('object_grant', (join) =>
      join.onRef('object_grant.org_id', '=', 'opening.org_id').onRef('object_grant.grant_id', '=', 'opening.grant_id'),
    )
    .select([
      'opening.opening_id',
      'opening.transfer_id',
      'opening.recipient_id',
      'opening.event_id',
      'opening.kind',
      'opening.claimed_at',
      'opening.place',
      'opening.view_sealed',
      'opening.mark_key_id',
      'opening.renderer',
    ])
    .where('opening.org_id', '=', orgId)
    .where('object_grant.object_id', '=', objectId)
    .where('opening.view_sealed', 'is not', null)
    .where('opening.mark_key_id', 'is not', null)
    .orderBy('opening.claimed_at')
    .$narrowType<{ view_sealed: Uint8Array; mark_key_id: string }>()
    .execute();
}

/** Which pages of these openings were shown. */
export async function listShownPages(
  db: Executor,
  orgId: string,
  openingIds: readonly string[],
): Promise<{ readonly opening_id: string; readonly page: number; readonly shown_at: Date }[]> {
  if (openingIds.length === 0) return [];
  return await db
    .selectFrom('page_view')
    .select(['opening_id', 'page', 'shown_at'])
    .where('org_id', '=', orgId)
    .where('opening_id', 'in', [...openingIds])
    .orderBy('page')
    .execute();
}

/** The organisation's own grants to an object; without a secret once it was erased. */
export async function listRecordsGrants(db: Executor, orgId: string, objectId: string): Promise<GrantRow[]> {
  return db
    .selectFrom('object_grant')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('object_id', '=', objectId)
    .where('holder', '=', 'records')
    .execute();
}

/** The opening that a view id names, by its keyed hash. */
export async function findOpeningByView(
  db: Executor,
  orgId: string,
  viewIndex: Uint8Array,
): Promise<
  { readonly opening_id: string; readonly object_id: string; readonly mark_key_id: string | null } | undefined
> {
  return await db
    .selectFrom('opening')
    .innerJoin('object_grant', (join) =>
      join.onRef('object_grant.org_id', '=', 'opening.org_id').onRef('object_grant.grant_id', '=', 'opening.grant_id'),
    )
    .select(['opening.opening_id', 'object_grant.object_id', 'opening.mark_key_id'])
    .where('opening.org_id', '=', orgId)
    .where('opening.view_index', '=', viewIndex)
    .executeTakeFirst();
}

/** Position of an event in the audit log; null while it is not in a checkpoint. */
export async function findEventIndex(db: Executor, orgId: string, eventId: string): Promise<number | null> {
  const row = await db
    .selectFrom('audit_event')
    .select('idx')
    .where('org_id', '=', orgId)
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return row?.idx ?? null;
}
