/** The record of what left against the digests of it in the audit log. Changes nothing. */
import { z } from 'zod';
import { hex } from '../../base/bytes.ts';
import type { DigestProblem, ProofCheck } from '../../model/api/proof.ts';
import type { Executor } from '../../store/database.ts';
import { countRecords, type DigestRow, listDigestEvents, listDigests } from '../../store/tables/proof.ts';
import { EVENT_FIELDS, type Sha256 } from '../../audit-log/index.ts';
import { openEventFields } from '../../transfers/audit.ts';
import type { SealedFields } from '../../transfers/sealed-fields.ts';
import { treeOf } from './digest.ts';
import { ALWAYS } from './period.ts';

export type CheckDeps = { readonly db: Executor; readonly sha256: Sha256; readonly fields: SealedFields };
export type CheckedDigest = ProofCheck['digests'][number];
export type DigestCheck = {
  readonly digests: readonly CheckedDigest[];
  readonly recordsChecked: number;
  /** Records after the last closed day. */
  readonly recordsOpen: number;
};

const detailSchema = z.strictObject({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  records: z.number().int().nonnegative(),
  root: z.string().regex(/^[0-9a-f]{64}$/),
});
type Detail = z.infer<typeof detailSchema>;
const DETAIL = EVENT_FIELDS.indexOf('detail');

/**
 * Checks every closed day: its records still have the root that the audit log was given, and the days follow each other without a gap.
 * That the events themselves are those of the published log is the question of `entrepot log fsck`.
 */
export async function checkDigests(deps: CheckDeps, orgId: string): Promise<DigestCheck> {
  const kept = new Map((await listDigests(deps.db, orgId)).map((row) => [row.eventId, row]));
  const digests: CheckedDigest[] = [];
  let recordsChecked = 0;
  let until: string | undefined;
  for (const event of await listDigestEvents(deps.db, orgId)) {
    const detail = await readDetail(deps, event.eventId, event.fieldsSealed);
    const row = kept.get(event.eventId);
    kept.delete(event.eventId);
    // Without its words the row says at least which days the event was about.
    const told = detail ?? (row === undefined ? undefined : detailOf(row));
    if (told === undefined) {
      const now = until ?? ALWAYS.from.toISOString();
      const nothing = { from: now, to: now, records: 0, root: '' };
      digests.push({ ...nothing, logIndex: event.index, eventId: event.eventId, problem: 'event_unreadable' });
      continue;
    }
    const compared = await compare(deps, orgId, told);
    recordsChecked += compared.records;
    const problem = detail === undefined ? 'event_unreadable' : (compared.problem ?? rowProblem(row, told, until));
    digests.push({ ...told, logIndex: event.index, eventId: event.eventId, problem });
    until = told.to;
  }
  // Rows whose event is gone: the log itself will say so as well.
  for (const row of kept.values())
    digests.push({ ...detailOf(row), logIndex: null, eventId: row.eventId, problem: 'event_missing' });
  const recordsOpen = await countRecords(deps.db, orgId, until === undefined ? ALWAYS.from : new Date(until));
  return { digests, recordsChecked, recordsOpen };
}

async function readDetail(deps: CheckDeps, eventId: string, sealed: Uint8Array | null): Promise<Detail | undefined> {
  if (sealed === null) return undefined;
  try {
    const fields = await openEventFields(deps, eventId, sealed);
    return detailSchema.safeParse(fields[DETAIL]).data;
  } catch {
    // Damage of the sealed fields is a finding like any other.
    return undefined;
  }
}

async function compare(
  deps: CheckDeps,
  orgId: string,
  told: Detail,
): Promise<{ readonly records: number; readonly problem: DigestProblem | null }> {
  const tree = await treeOf(deps, deps.db, orgId, new Date(told.from), new Date(told.to));
  const records = tree.size();
  if (records < told.records) return { records, problem: 'missing' };
  if (records > told.records) return { records, problem: 'added' };
  return { records, problem: hex(tree.root()) === told.root ? null : 'changed' };
}

function rowProblem(row: DigestRow | undefined, told: Detail, until: string | undefined): DigestProblem | null {
  if (until !== undefined && told.from !== until) return 'gap';
  if (row === undefined) return 'gap';
  const { from, to, records, root } = detailOf(row);
  const isSame = from === told.from && to === told.to && records === told.records && root === told.root;
  return isSame ? null : 'changed';
}

function detailOf(row: DigestRow): Detail {
  return { from: row.from.toISOString(), to: row.to.toISOString(), records: row.records, root: hex(row.root) };
}
