/** The database side of the audit log (LogState): order of the entries, staged batches and the committed head. */
import { sql } from 'kysely';
import type {
  EventSource,
  LogHead,
  LogState,
  SequencedBatch,
  StoredEvent,
  StoredField,
} from '../../audit-log/ports.ts';
import { type Bytes, concat, ownBytes, readU16be, u16be } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import type { Database } from '../database.ts';
import { type Trx, tx } from '../transaction.ts';

/** One log per organisation; a shard gets the next number. */
export const LOG_ID = 1;

export type LogRow = { readonly origin: string; readonly vkey: string; readonly state: 'active' | 'frozen' | 'broken' };

export async function findLog(db: Database, orgId: string): Promise<LogRow | undefined> {
  return await db.query
    .selectFrom('log')
    .select(['origin', 'vkey', 'state'])
    .where('org_id', '=', orgId)
    .where('log_id', '=', LOG_ID)
    .executeTakeFirst();
}

/** Entries that are committed as events but not yet in a signed checkpoint. */
export async function countPendingEntries(db: Database, orgId: string): Promise<number> {
  const waiting = await db.query
    .selectFrom('audit_outbox')
    .select(sql<number>`count(*)::bigint`.as('n'))
    .where('org_id', '=', orgId)
    .executeTakeFirstOrThrow();
  const staged = await db.query
    .selectFrom('log_seq')
    .select(sql<number>`coalesce(sum(n), 0)::bigint`.as('n'))
    .where('org_id', '=', orgId)
    .executeTakeFirstOrThrow();
  return waiting.n + staged.n;
}

/** @param identity - Origin and verifier key, stored when the log is created. */
export function createPostgresLog(
  db: Database,
  orgId: string,
  clock: Clock,
  identity: { readonly origin: string; readonly vkey: string },
): LogState {
  return {
    head: () => readHead(db, orgId),
    create: (head) => tx(db, (trx) => createRows(trx, orgId, clock, identity, head), { idempotent: true }),
    lease: (holder, milliseconds) =>
      tx(db, (trx) => takeLease(trx, orgId, holder, clock.now(), milliseconds), { idempotent: true }),
    sequence: (limit) => tx(db, (trx) => sequence(trx, orgId, limit)),
    pending: (limit) => readStaged(db, orgId, limit),
    commit: (from, to) => tx(db, (trx) => swapHead(trx, orgId, clock.now(), from, to)),
    discard: (batch) => tx(db, (trx) => discard(trx, orgId, batch), { idempotent: true }),
  };
}

async function readHead(db: Database, orgId: string): Promise<LogHead | undefined> {
  const row = await db.query
    .selectFrom('log_state')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('log_id', '=', LOG_ID)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { size: row.size, root: ownBytes(row.root), edge: ownBytes(row.edge), checkpoint: row.checkpoint };
}

async function createRows(
  trx: Trx,
  orgId: string,
  clock: Clock,
  identity: { readonly origin: string; readonly vkey: string },
  head: LogHead,
): Promise<boolean> {
  const created = await trx
    .insertInto('log')
    .values({ org_id: orgId, log_id: LOG_ID, origin: identity.origin, vkey: identity.vkey, state: 'active' })
    .onConflict((conflict) => conflict.columns(['org_id', 'log_id']).doNothing())
    .executeTakeFirst();
  if (created.numInsertedOrUpdatedRows !== 1n) return false;
  await trx.insertInto('log_seq_coord').values({ org_id: orgId, log_id: LOG_ID, next: head.size }).execute();
  await trx
    .insertInto('log_state')
    .values({
      org_id: orgId,
      log_id: LOG_ID,
      size: head.size,
      root: head.root,
      edge: head.edge,
      checkpoint: head.checkpoint,
      at: clock.now(),
    })
    .execute();
  return true;
}

async function takeLease(trx: Trx, orgId: string, holder: string, now: Date, milliseconds: number): Promise<boolean> {
  const result = await trx
    .insertInto('lease')
    .values({ org_id: orgId, name: 'integrator', holder, expires_at: new Date(now.getTime() + milliseconds) })
    .onConflict((conflict) =>
      conflict
        .columns(['org_id', 'name'])
        .doUpdateSet({ holder, expires_at: new Date(now.getTime() + milliseconds) })
        .where((where) => where.or([where('lease.holder', '=', holder), where('lease.expires_at', '<', now)])),
    )
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

async function sequence(trx: Trx, orgId: string, limit: number): Promise<number> {
  // The head row of the sequence is locked first: two sequencers take turns, so indexes have no gaps.
  const coord = await trx
    .selectFrom('log_seq_coord')
    .select('next')
    .where('org_id', '=', orgId)
    .where('log_id', '=', LOG_ID)
    .forUpdate()
    .executeTakeFirst();
  if (coord === undefined) return 0;
  const waiting = await trx
    .selectFrom('audit_outbox')
    .select(['id', 'entry', 'event_id'])
    .where('org_id', '=', orgId)
    .where('log_id', '=', LOG_ID)
    .orderBy('id')
    .limit(limit)
    .execute();
  if (waiting.length === 0) return 0;
  await trx
    .updateTable('log_seq_coord')
    .set({ next: coord.next + waiting.length })
    .where('org_id', '=', orgId)
    .where('log_id', '=', LOG_ID)
    .execute();
  const bundle = concat(...waiting.flatMap((row) => [u16be(row.entry.length), row.entry]));
  await trx
    .insertInto('log_seq')
    .values({ org_id: orgId, log_id: LOG_ID, first: coord.next, n: waiting.length, bundle })
    .execute();
  await giveIndexes(
    trx,
    orgId,
    waiting.map((row) => row.event_id),
    coord.next,
  );
  await trx
    .deleteFrom('audit_outbox')
    .where('org_id', '=', orgId)
    .where(
      'id',
      'in',
      waiting.map((row) => row.id),
    )
    .execute();
  return waiting.length;
}

async function giveIndexes(trx: Trx, orgId: string, eventIds: readonly string[], first: number): Promise<void> {
  const indexes = eventIds.map((_, offset) => first + offset);
  await sql`
    update audit_event set idx = given.idx
    from (select unnest(${[...eventIds]}::uuid[]) as event_id, unnest(${indexes}::bigint[]) as idx) as given
    where audit_event.org_id = ${orgId}::uuid and audit_event.event_id = given.event_id
  `.execute(trx);
}

async function readStaged(db: Database, orgId: string, limit: number): Promise<SequencedBatch[]> {
  const rows = await db.query
    .selectFrom('log_seq')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('log_id', '=', LOG_ID)
    .orderBy('first')
    .limit(64)
    .execute();
  const batches: SequencedBatch[] = [];
  let taken = 0;
  for (const row of rows) {
    if (taken > 0 && taken + row.n > limit * 2) break;
    batches.push({ firstIndex: row.first, entries: splitBundle(row.bundle) });
    taken += row.n;
  }
  return batches;
}

function splitBundle(bundle: Uint8Array): Bytes[] {
  const entries: Bytes[] = [];
  for (let at = 0; at + 2 <= bundle.length; ) {
    const end = at + 2 + readU16be(bundle, at);
    entries.push(ownBytes(bundle.slice(at + 2, end)));
    at = end;
  }
  return entries;
}

async function swapHead(trx: Trx, orgId: string, at: Date, from: LogHead, to: LogHead): Promise<boolean> {
  const result = await trx
    .updateTable('log_state')
    .set({ size: to.size, root: to.root, edge: to.edge, checkpoint: to.checkpoint, at })
    .where('org_id', '=', orgId)
    .where('log_id', '=', LOG_ID)
    .where('size', '=', from.size)
    .where('root', '=', from.root)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

async function discard(trx: Trx, orgId: string, batch: SequencedBatch): Promise<void> {
  await trx
    .deleteFrom('log_seq')
    .where('org_id', '=', orgId)
    .where('log_id', '=', LOG_ID)
    .where('first', '=', batch.firstIndex)
    .execute();
}

/** Opens one stored event for fsck: given the sealed fields and wrapped keys, returns each field open or hidden. */
export type OpenStoredEvent = (row: {
  readonly eventId: string;
  readonly fieldsSealed: Uint8Array | null;
  readonly fieldHashes: Uint8Array;
  readonly keys: readonly { readonly field: number; readonly wrappedKey: Uint8Array }[];
}) => Promise<readonly StoredField[]>;

/** The stored events in the order of the log, 500 at a time. */
export function createEventSource(db: Database, orgId: string, open: OpenStoredEvent): EventSource {
  return {
    events: async function* (): AsyncGenerator<StoredEvent> {
      for (let after = -1; ; ) {
        const rows = await db.query
          .selectFrom('audit_event')
          .select(['event_id', 'idx', 'fields_sealed', 'field_hashes'])
          .where('org_id', '=', orgId)
          .where('log_id', '=', LOG_ID)
          .where('idx', '>', after)
          .orderBy('idx')
          .limit(500)
          .execute();
        if (rows.length === 0) return;
        const keys = await db.query
          .selectFrom('audit_field_key')
          .select(['event_id', 'field', 'wrapped_key'])
          .where('org_id', '=', orgId)
          .where(
            'event_id',
            'in',
            rows.map((row) => row.event_id),
          )
          .execute();
        for (const row of rows) {
          const own = keys
            .filter((key) => key.event_id === row.event_id)
            .map((key) => ({ field: key.field, wrappedKey: key.wrapped_key }));
          const index = row.idx ?? -1;
          yield {
            index,
            fields: await open({
              eventId: row.event_id,
              fieldsSealed: row.fields_sealed,
              fieldHashes: row.field_hashes,
              keys: own,
            }),
          };
          after = index;
        }
      }
    },
  };
}
