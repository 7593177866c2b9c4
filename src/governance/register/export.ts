/** Taking the register along: an act, recorded with who, which form, which filters and how many entries, before the first byte leaves. */
import { type Bytes, utf8 } from '../../base/bytes.ts';
import type { ExportFormat, ExportRegister, RegisterEntry } from '../../model/api/register.ts';
import type { Locale } from '../../model/locale.ts';
import { countRegister, pageRegister, type RegisterFilter } from '../../store/tables/register.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { dayIn, offsetMinutesIn } from '../../transfers/zones.ts';
import { type Activity, gatherActivities } from './activities.ts';
import { CSV_COLUMNS, sheetColumns } from './columns.ts';
import { BYTE_ORDER_MARK, csvLine } from './csv.ts';
import { REGISTER } from './errors.ts';
import { toFideslang } from './fideslang.ts';
import { FIDES_COLUMNS, proboJson } from './others.ts';
import { ropaColumns, ropaJson } from './ropa.ts';
import { createEntryViews, filterOf } from './search.ts';
import type { Column } from './table.ts';
import type { RegisterWords } from './words.ts';
import { writeXlsx } from './xlsx.ts';

/** A spreadsheet of this many lines is still one that programs open. */
const MOST_ENTRIES = 100_000;
const PAGE = 500;

export type ExportDeps = TransferDeps & { readonly registerWords: (locale: Locale) => RegisterWords };

export type ExportedFile = {
  /** Holds nothing personal: what it is, and the day. */
  readonly name: string;
  readonly contentType: string;
  readonly content: AsyncIterable<Bytes>;
};

/**
 * Records the export and returns the file, which is read from the store while it is taken.
 *
 * @throws `register.too_many` when more entries match than one export holds
 */
export async function exportRegister(
  deps: ExportDeps,
  tenant: Tenant,
  actor: StaffActor,
  locale: Locale,
  command: ExportRegister,
): Promise<ExportedFile> {
  const { format } = command;
  const filter = await filterOf(deps, tenant, command.filter);
  const at = deps.clock.now();
  const newest = await tx(deps.db, async (trx) => {
    const found = await countRegister(trx, tenant.orgId, filter, MOST_ENTRIES);
    if (found.rows > MOST_ENTRIES) throw REGISTER.too_many({ most: MOST_ENTRIES });
    const { text, ...named } = command.filter;
    await recordEvent(deps, trx, tenant, {
      kind: 'register.exported',
      at,
      actor: { kind: 'staff', id: actor.id },
      // What was searched for may be somebody's name.
      detail: { format, filters: { ...named, text: text !== undefined }, rows: found.rows },
    });
    return found.newest;
  });
  deps.log.nudge();
  const entries = readEntries(deps, tenant, filter, newest);
  const shape = SHAPES[format];
  return {
    name: `${shape.stem}-${dayIn(deps.settings.timeZone, at)}.${shape.extension}`,
    contentType: shape.contentType,
    content: shape.write({ deps, tenant, at, words: deps.registerWords(locale), entries }),
  };
}

/** Entries up to the newest that was counted, page by page. */
async function* readEntries(
  deps: TransferDeps,
  tenant: Tenant,
  filter: RegisterFilter,
  newest: string | null,
): AsyncGenerator<RegisterEntry, void, undefined> {
  if (newest === null) return;
  const view = createEntryViews(deps, tenant);
  let before: string | undefined;
  for (;;) {
    const rows = await pageRegister(deps.db.query, tenant.orgId, filter, before, PAGE);
    // What came after the count is not part of what was recorded.
    yield* await view(rows.filter((row) => row.entry_id <= newest));
    before = rows.at(-1)?.entry_id;
    if (rows.length < PAGE || before === undefined) return;
  }
}

type Writing = {
  readonly deps: ExportDeps;
  readonly tenant: Tenant;
  readonly at: Date;
  readonly words: RegisterWords;
  readonly entries: AsyncIterable<RegisterEntry>;
};
type Shape = {
  readonly stem: string;
  readonly extension: string;
  readonly contentType: string;
  readonly write: (writing: Writing) => AsyncIterable<Bytes>;
};

const CSV = { extension: 'csv', contentType: 'text/csv; charset=utf-8; header=present' } as const;
const JSON_FILE = { extension: 'json', contentType: 'application/json' } as const;

const SHAPES: Readonly<Record<ExportFormat, Shape>> = {
  csv: {
    ...CSV,
    stem: 'register',
    write: ({ entries }) =>
      writeCsv(
        CSV_COLUMNS,
        CSV_COLUMNS.map(({ key }) => key),
        entries,
      ),
  },
  xlsx: {
    stem: 'register',
    extension: 'xlsx',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: writeSheet,
  },
  fideslang: {
    stem: 'fideslang',
    extension: 'yml',
    contentType: 'application/yaml',
    write: (writing) => whole(writing, (activities) => toFideslang(writing.tenant.organisation, activities)),
  },
  art30_csv: {
    ...CSV,
    stem: 'record-of-processing',
    write: async function* (writing) {
      const columns = ropaColumns(writing.words);
      const headings = columns.map(({ key }) => writing.words.heading(`ropa.${key}`));
      yield* writeCsv(columns, headings, each(await gatherActivities(writing.entries)));
    },
  },
  art30_json: {
    ...JSON_FILE,
    stem: 'record-of-processing',
    write: (writing) =>
      whole(writing, (activities) => ropaJson(writing.tenant.organisation, activities, writing.at.toISOString())),
  },
  fides_csv: {
    ...CSV,
    stem: 'fides-data-map',
    write: async function* (writing) {
      yield* writeCsv(
        FIDES_COLUMNS,
        FIDES_COLUMNS.map(({ key }) => key),
        each(await gatherActivities(writing.entries)),
      );
    },
  },
  probo_json: { ...JSON_FILE, stem: 'processing-activities', write: (writing) => whole(writing, proboJson) },
};

async function* writeCsv<T>(
  columns: readonly Column<T>[],
  headings: readonly string[],
  rows: AsyncIterable<T>,
): AsyncGenerator<Bytes, void, undefined> {
  yield utf8(`${BYTE_ORDER_MARK}${csvLine(headings)}`);
  for await (const row of rows) yield utf8(csvLine(columns.map((column) => column.cell(row))));
}

function writeSheet({ deps, words, entries }: Writing): AsyncIterable<Bytes> {
  const columns = sheetColumns(words);
  const zone = deps.settings.timeZone;
  return writeXlsx({
    name: words.heading('sheet.name'),
    headings: columns.map(({ key }) => headingOf(words, key, zone)),
    widths: columns.map(({ width }) => width),
    rows: cellsOf(columns, entries),
    offsetMinutes: (at) => offsetMinutesIn(zone, at),
  });
}

/** Dates in a sheet have no zone of their own, so the heading says it. */
function headingOf(words: RegisterWords, key: string, zone: string): string {
  const text = words.heading(`col.${key}`);
  return /^(?:at|granted_at|changed_at|retain_until)$/.test(key) ? `${text} (${zone})` : text;
}

async function* cellsOf<T>(
  columns: readonly Column<T>[],
  rows: AsyncIterable<T>,
): AsyncGenerator<ReturnType<Column<T>['cell']>[]> {
  for await (const row of rows) yield columns.map((column) => column.cell(row));
}

async function* whole(
  { entries }: Writing,
  write: (activities: readonly Activity[]) => string,
): AsyncGenerator<Bytes, void, undefined> {
  yield utf8(write(await gatherActivities(entries)));
}

async function* each<T>(values: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* values;
}
