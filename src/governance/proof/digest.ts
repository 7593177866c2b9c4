/** Closes the record of what left day by day: the root over a day's records goes into the audit log. */
import { hex } from '../../base/bytes.ts';
import { MINUTE } from '../../base/units.ts';
import { closedUntil, firstRecordAt, insertDigest, pageRecords, type RecordCursor } from '../../store/tables/proof.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { Tenant, TransferDeps } from '../../transfers/deps.ts';
import { dayIn, startOfDay } from '../../transfers/zones.ts';
import { dayAfter } from './period.ts';
import { createRecordTree, type RecordTree } from './record-line.ts';

/** A record is written within moments of its time; a day is closed when none of it can still be on its way. */
const SETTLE_MS = 10 * MINUTE;
const DAYS_AT_ONCE = 40;
const PAGE = 1000;

export type DigestDeps = Pick<
  TransferDeps,
  'db' | 'clock' | 'ids' | 'random' | 'sha256' | 'fields' | 'log' | 'settings'
>;

/** Closes every day that is over. Returns how many were closed; each is one transaction with its event. */
export async function closeDays(deps: DigestDeps, tenant: Tenant): Promise<number> {
  let closed = 0;
  while (closed < DAYS_AT_ONCE && (await closeNext(deps, tenant))) closed += 1;
  if (closed > 0) deps.log.nudge();
  return closed;
}

/** Somebody else closed the same day at the same time: what this transaction wrote must not stay. */
class ClosedElsewhere extends Error {}

async function closeNext(deps: DigestDeps, tenant: Tenant): Promise<boolean> {
  const { orgId } = tenant;
  const { timeZone } = deps.settings;
  const since = await closedUntil(deps.db.query, orgId);
  const first = await firstRecordAt(deps.db.query, orgId, since ?? new Date(0));
  // Days on which nothing left are closed with the next that has a record.
  if (first === undefined) return false;
  const from = since ?? startOfDay(timeZone, dayIn(timeZone, first));
  const to = startOfDay(timeZone, dayAfter(dayIn(timeZone, first)));
  const now = deps.clock.now();
  if (now.getTime() < to.getTime() + SETTLE_MS) return false;
  try {
    await tx(deps.db, (trx) => closePeriod(deps, trx, tenant, { from, to, now }), { isolation: 'repeatable read' });
    return true;
  } catch (error) {
    if (error instanceof ClosedElsewhere) return false;
    throw error;
  }
}

async function closePeriod(
  deps: DigestDeps,
  trx: Trx,
  tenant: Tenant,
  { from, to, now }: { readonly from: Date; readonly to: Date; readonly now: Date },
): Promise<void> {
  const tree = await treeOf(deps, trx, tenant.orgId, from, to);
  const root = tree.root();
  const eventId = await recordEvent(deps, trx, tenant, {
    kind: 'egress.digest',
    at: now,
    actor: { kind: 'system' },
    detail: { from: from.toISOString(), to: to.toISOString(), records: tree.size(), root: hex(root) },
  });
  const isFirst = await insertDigest(trx, tenant.orgId, { from, to, eventId, records: tree.size(), root });
  // INVARIANT: one digest per day; the event of a second one is rolled back with it.
  if (!isFirst) throw new ClosedElsewhere();
}

/** The tree over the records of a period, page by page. */
export async function treeOf(
  deps: Pick<DigestDeps, 'sha256'>,
  db: Trx | DigestDeps['db']['query'],
  orgId: string,
  from: Date,
  to: Date,
): Promise<RecordTree> {
  const tree = createRecordTree(deps.sha256);
  const filter = { orgId, from, to, door: null, connection: null };
  let after: RecordCursor | undefined;
  for (;;) {
    const rows = await pageRecords(db, filter, after, PAGE);
    for (const row of rows) tree.add(row);
    after = rows.at(-1);
    if (rows.length < PAGE) return tree;
  }
}
