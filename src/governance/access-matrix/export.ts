/**
 * Taking the list along: recorded with its filters before the first byte leaves, read from the store while it is taken. Names that are covered
 * on the page are covered in the file.
 */
import { type Bytes, utf8 } from '../../base/bytes.ts';
import type { AccessFilter, AccessRow } from '../../model/api/access.ts';
import { pageGrantedPairs } from '../../store/tables/access-overview.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { Tenant, TransferDeps } from '../../transfers/deps.ts';
import { dayIn } from '../../transfers/zones.ts';
import { BYTE_ORDER_MARK, csvLine } from '../register/csv.ts';
import { createAccessViews, type OverviewReader, pairFilterOf } from './overview.ts';

const PAGE = 200;
/** A spreadsheet of this many lines is still one that programs open. */
const MOST_PAIRS = 20_000;

const COLUMNS = [
  'person',
  'organisation',
  'registered',
  'transfer',
  'document',
  'level',
  'permission',
  'until',
  'opens_left',
  'countries',
  'networks',
  'devices',
  'hours',
  'factors',
  'asked_from',
  'outcome',
  'decided_by',
] as const;

export type AccessExport = {
  readonly name: string;
  readonly contentType: string;
  readonly content: AsyncIterable<Bytes>;
};

export async function exportAccess(
  deps: TransferDeps,
  tenant: Tenant,
  reader: OverviewReader,
  filter: Omit<AccessFilter, 'cursor'>,
): Promise<AccessExport> {
  const at = deps.clock.now();
  const { q, ...named } = filter;
  await tx(deps.db, (trx) =>
    recordEvent(deps, trx, tenant, {
      kind: 'access.listed',
      at,
      actor: { kind: 'staff', id: reader.actor.id },
      // What was searched for may be somebody's name.
      detail: { format: 'csv', filters: { ...named, text: q !== '' } },
    }),
  );
  deps.log.nudge();
  return {
    name: `access-${dayIn(deps.settings.timeZone, at)}.csv`,
    contentType: 'text/csv; charset=utf-8; header=present',
    content: write(deps, tenant, reader, filter),
  };
}

async function* write(
  deps: TransferDeps,
  tenant: Tenant,
  reader: OverviewReader,
  filter: Omit<AccessFilter, 'cursor'>,
): AsyncGenerator<Bytes, void, undefined> {
  yield utf8(BYTE_ORDER_MARK + csvLine(COLUMNS));
  const wanted = await pairFilterOf(deps, tenant, reader, filter);
  const view = createAccessViews(deps, tenant, reader, filter);
  let after: Parameters<typeof pageGrantedPairs>[2]['after'];
  for (let looked = 0; looked < MOST_PAIRS; looked += PAGE) {
    const page = { ...wanted, ...(after === undefined ? {} : { after }) };
    const pairs = await pageGrantedPairs(deps.db.query, tenant.orgId, page, PAGE);
    const lines = (await view(pairs)).map(({ row }) => csvLine(cellsOf(row))).join('');
    if (lines !== '') yield utf8(lines);
    after = pairs.at(-1);
    if (pairs.length < PAGE) return;
  }
  // A file that was cut says so in its last line.
  yield utf8(csvLine([`cut after ${MOST_PAIRS}`]));
}

function cellsOf(row: AccessRow): (string | number | null)[] {
  const { terms } = row;
  return [
    row.person,
    row.organisation,
    row.jurisdiction,
    row.reference,
    row.document ?? `${row.objectKind} ${row.position}`,
    row.level,
    terms.permission,
    terms.until,
    row.opensLeft,
    terms.countries?.join(' ') ?? null,
    terms.networks?.join(' ') ?? null,
    terms.devicesMax,
    terms.hours.map(({ days, from, to, zone }) => `${days.join('')} ${from}-${to} ${zone}`).join('; '),
    [String(terms.factorsMin), ...terms.factors].join(' '),
    row.place,
    row.outcome,
    row.rule?.cite ?? row.source,
  ];
}
