/** The list of what left as a file, so that somebody else can compare: nothing personal is in it, so taking it is no recorded act. */
import { type Bytes, utf8 } from '../../base/bytes.ts';
import type { ProofExport, ProofSearch } from '../../model/api/proof.ts';
import type { Executor } from '../../store/database.ts';
import { type ListedRecordRow, pageListedRecords, type RecordCursor } from '../../store/tables/proof.ts';
import { dayIn } from '../../transfers/zones.ts';
import { BYTE_ORDER_MARK, csvLine } from '../register/csv.ts';
import type { ExportedFile } from '../register/export.ts';
import type { CheckedDigest } from './check.ts';
import { proofFilter } from './period.ts';

const PAGE = 1000;

export type ProofExportDeps = {
  readonly db: Executor;
  readonly timeZone: string;
  readonly now: () => Date;
  /** The closed days, from one consistent moment. */
  readonly digests: () => Promise<readonly CheckedDigest[]>;
};

const COLUMNS = [
  'id',
  'time',
  'connection',
  'door',
  'kind',
  'bytes',
  'sha256',
  'personal',
  'sandbox',
  'log_index',
] as const;

/** Returns the file, which is read from the store while it is taken. Times are UTC. */
export function exportProof(
  deps: ProofExportDeps,
  orgId: string,
  search: ProofSearch,
  format: ProofExport,
): ExportedFile {
  const records = readRecords(deps, orgId, search);
  const name = `egress-${dayIn(deps.timeZone, deps.now())}.${format}`;
  return format === 'csv'
    ? { name, contentType: 'text/csv; charset=utf-8; header=present', content: asCsv(records) }
    : { name, contentType: 'application/json', content: asJson(deps, search, records) };
}

/** Records in the order in which the digests count them. */
async function* readRecords(
  deps: ProofExportDeps,
  orgId: string,
  search: ProofSearch,
): AsyncGenerator<ListedRecordRow, void, undefined> {
  const filter = proofFilter(orgId, deps.timeZone, search);
  let after: RecordCursor | undefined;
  for (;;) {
    const rows = await pageListedRecords(deps.db, filter, after, PAGE);
    yield* rows;
    after = rows.at(-1);
    if (rows.length < PAGE) return;
  }
}

function cells(record: ListedRecordRow): (string | number | null)[] {
  const { id, at, connection, door, kind, bytes, sha256, personal, sandbox, logIndex } = record;
  return [id, at.toISOString(), connection, door, kind, bytes, sha256, personal, String(sandbox), logIndex];
}

async function* asCsv(records: AsyncIterable<ListedRecordRow>): AsyncGenerator<Bytes, void, undefined> {
  yield utf8(`${BYTE_ORDER_MARK}${csvLine(COLUMNS)}`);
  for await (const record of records) yield utf8(csvLine(cells(record)));
}

/** One object: what was asked for, the digests in the audit log, and the records with the members that a digest counts. */
async function* asJson(
  deps: ProofExportDeps,
  search: ProofSearch,
  records: AsyncIterable<ListedRecordRow>,
): AsyncGenerator<Bytes, void, undefined> {
  const digests = await deps.digests();
  const head = JSON.stringify({ format: 'entrepot-egress-1', search, timeZone: deps.timeZone, digests });
  yield utf8(`${head.slice(0, -1)},"records":[`);
  let separator = '\n';
  for await (const { exact: _, at, ...record } of records) {
    yield utf8(`${separator}${JSON.stringify({ ...record, at: at.toISOString() })}`);
    separator = ',\n';
  }
  yield utf8('\n]}\n');
}
