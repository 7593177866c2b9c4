/** Pseudonymises a list: chosen columns by their operator, what is found elsewhere by the operator of its type, and each value wherever else it stands. */
import type { Bytes } from '../../base/bytes.ts';
import { base64url } from '../../base/bytes.ts';
import {
  type Operator,
  type PseudonymChoices,
  type PseudonymSummary,
  type Reidentification,
} from '../../model/pseudonyms.ts';
import type { NamesModel } from '../model/names-model.ts';
import { shiftDate } from './dates.ts';
import { PSEUDONYM } from './errors.ts';
import type { ValueType } from './format.ts';
import { type CellFinding, type Inspection, inspectList, type InspectedTable } from './inspect.ts';
import { createKnown, type Known, replaceSpans, type Span } from './known.ts';
import { openList } from './list.ts';
import { createMaker, type Maker } from './make.ts';
import { proposedOperator } from './proposed.ts';
import type { ListTable, NewCell, OpenList, Plan } from './plan.ts';

export type Pseudonymised = {
  readonly bytes: Bytes;
  readonly table: Reidentification;
  readonly summary: PseudonymSummary;
  /** Replaces what was replaced in the file in any other text, such as the file's name. */
  readonly rename: (text: string) => string;
};

export type PreviewedTable = {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    readonly type: ValueType;
    readonly operator: Operator;
    readonly filled: number;
  }[];
  readonly before: readonly (readonly string[])[];
  readonly after: readonly (readonly string[])[];
};

/** Rows that a preview shows. */
const SHOWN = 8;

/**
 * Returns the file with other values and the table that leads back.
 *
 * @param key - 32 random bytes, never used for another table.
 * @param names - The names model, without which names are found by rule only.
 * @throws `pseudonym.*`; `would_leak` when a value would still be somewhere in the file
 */
export async function pseudonymise(
  bytes: Uint8Array,
  choices: PseudonymChoices,
  key: Bytes,
  names: NamesModel | null,
): Promise<Pseudonymised> {
  const list = await openList(bytes);
  const inspection = inspectList(list, names);
  const { plan, maker, known } = await planList(list, inspection, choices, key);
  const made = await list.write(plan);
  const again = await openList(made);
  // INVARIANT: nothing that was replaced is left anywhere in the file, or there is no file.
  if (again.everything.some((text) => known.find(text).length > 0)) throw PSEUDONYM.would_leak();
  const entries = maker.entries();
  const operators = operatorsOf(inspection, choices);
  return {
    bytes: made,
    rename: known.replace,
    table: { v: 1, key: base64url(key), entries: [...entries] },
    summary: {
      kind: list.kind,
      rows: inspection.tables.reduce((sum, one, at) => sum + rowsOf(list.tables[at], one), 0),
      columns: operators.flat().filter((one) => one !== 'keep').length,
      values: countBy(entries.map((entry) => entry.type)),
      operators: countBy(operators.flat().filter((one) => one !== 'keep')),
      left: leftIn(
        again,
        plan,
        entries.map(({ pseudonym }) => pseudonym),
        names,
      ),
    },
  };
}

/** Returns each table with its first rows before and after. The pseudonyms are examples: the real ones get a key of their own. */
export async function previewList(
  bytes: Uint8Array,
  choices: PseudonymChoices,
  key: Bytes,
  names: NamesModel | null,
): Promise<{
  readonly kind: OpenList['kind'];
  readonly tables: readonly PreviewedTable[];
  readonly found: Readonly<Record<string, number>>;
  readonly text: { readonly before: string; readonly after: string } | null;
}> {
  const list = await openList(bytes);
  const inspection = inspectList(list, names);
  const shown = inspection.tables.map(({ head }) => head + 1 + SHOWN);
  const short: OpenList = {
    ...list,
    tables: list.tables.map((table, at) => ({ ...table, rows: table.rows.slice(0, shown[at]) })),
  };
  const { plan } = await planList(short, inspection, choices, key);
  const operators = operatorsOf(inspection, choices);
  const tables = inspection.tables.map((one, table) => {
    const rows = short.tables[table]?.rows.slice(one.head + 1) ?? [];
    return {
      name: one.name,
      hidden: one.hidden,
      rows: rowsOf(list.tables[table], one),
      columns: one.columns.map((column, at) => ({ ...column, operator: operators[table]?.[at] ?? 'keep' })),
      before: rows.map((row) => [...row]),
      after: rows.map((row, at) =>
        row.map((cell, column) => plan.cell(table, one.head + 1 + at, column)?.text ?? cell),
      ),
    };
  });
  const [text] = list.kind === 'text' ? list.texts : [];
  return {
    kind: list.kind,
    tables,
    found: foundIn(list, inspection),
    text: text === undefined ? null : { before: text.slice(0, 2000), after: plan.text(text).slice(0, 2000) },
  };
}

function rowsOf(table: ListTable | undefined, { head }: InspectedTable): number {
  return Math.max(0, (table?.rows.length ?? 0) - head - 1);
}

/** The operator of every column of every table. @throws `pseudonym.unknown_column` */
function operatorsOf({ tables }: Inspection, choices: PseudonymChoices): Operator[][] {
  const operators = tables.map((table) => table.columns.map((column) => column.operator));
  for (const { table, column, operator } of choices.columns) {
    const columns = operators[table];
    if (columns === undefined || column >= columns.length) throw PSEUDONYM.unknown_column({ table, column });
    columns[column] = operator;
  }
  return operators;
}

type Planned = { readonly plan: Plan; readonly maker: Maker; readonly known: Known };

async function planList(
  list: OpenList,
  inspection: Inspection,
  choices: PseudonymChoices,
  key: Bytes,
): Promise<Planned> {
  const maker = await createMaker(key, choices.keepLast);
  const work = { list, inspection, choices, maker, operators: operatorsOf(inspection, choices) };
  for (const one of wholeCells(work)) maker.expect(one.value);
  const cells = new Map<string, NewCell>();
  for (const one of wholeCells(work)) {
    const text = await maker.make(one);
    const moves =
      one.operator === 'pseudonym' &&
      (one.type === 'date_of_birth' || one.type === 'other') &&
      shiftDate(one.value, 1) !== undefined;
    cells.set(one.key, moves ? { text, days: await maker.days(one.person) } : { text });
  }
  const partly = new Map<string, string>();
  for (const one of otherCells(work)) partly.set(one.key, await replaceFindings(work, one.text, one.findings));
  const texts = new Map<string, string>();
  for (const one of inspection.texts) texts.set(one.text, await replaceFindings(work, one.text, one.findings));
  const known = createKnown(maker.entries());
  return {
    maker,
    known,
    plan: {
      cell: (table, row, column) => {
        const id = cellKey(table, row, column);
        const whole = cells.get(id);
        if (whole !== undefined) return whole;
        const old = list.tables[table]?.rows[row]?.[column] ?? '';
        const text = known.replace(partly.get(id) ?? old);
        return text === old ? undefined : { text };
      },
      text: (text) => known.replace(texts.get(text) ?? text),
      known: known.replace,
    },
  };
}

type Work = {
  readonly list: OpenList;
  readonly inspection: Inspection;
  readonly choices: PseudonymChoices;
  readonly maker: Maker;
  readonly operators: readonly (readonly Operator[])[];
};

function cellKey(table: number, row: number, column: number): string {
  return `${table} ${row} ${column}`;
}

type WholeCell = {
  readonly key: string;
  readonly type: ValueType;
  readonly value: string;
  readonly operator: Operator;
  readonly person: string;
};

/** Cells of chosen columns, row by row. */
function* wholeCells({ list, inspection, operators }: Work): Generator<WholeCell> {
  for (const [table, one] of inspection.tables.entries()) {
    const rows = list.tables[table]?.rows ?? [];
    for (let row = one.head + 1; row < rows.length; row += 1) {
      const cells = rows[row] ?? [];
      const person = personOf(one, cells);
      for (const [column, value] of cells.entries()) {
        const operator = operators[table]?.[column] ?? 'keep';
        const type = typeOf(one, row, column, value);
        if (operator !== 'keep' && value.trim() !== '')
          yield { key: cellKey(table, row, column), type, value, operator, person };
      }
    }
  }
}

/** A column of identity documents has several kinds of them. */
function typeOf(one: InspectedTable, row: number, column: number, value: string): ValueType {
  const usual = one.columns[column]?.type ?? 'other';
  const findings = one.findings(row, column);
  if (findings.some((finding) => finding.type === usual)) return usual;
  return findings.find(({ start, end }) => (end - start) * 2 >= value.trim().length)?.type ?? usual;
}

/** Kinds of values by which a person is the same in every row, the surest first. */
const BY_PERSON: readonly ValueType[] = [
  'cn_resident_id', 'hkid', 'mo_bir', 'tw_id', 'pt_cc', 'pt_nif', 'passport', 'home_return_permit', 'travel_permit', 'email', 'phone', 'person_name',
]; // biome-ignore format: a list reads better in rows

function personOf({ columns }: InspectedTable, cells: readonly string[]): string {
  for (const type of BY_PERSON) {
    const value = cells[columns.findIndex((column) => column.type === type)]?.trim();
    if (value !== undefined && value !== '') return `${type}:${value}`;
  }
  return '';
}

/** Cells of all other columns in which something was found. Columns that the person chose to keep stay. */
function* otherCells({ list, inspection, operators, choices }: Work) {
  const kept = new Set(
    choices.columns.filter((one) => one.operator === 'keep').map((one) => `${one.table} ${one.column}`),
  );
  for (const [table, one] of inspection.tables.entries())
    for (const [row, cells] of (list.tables[table]?.rows ?? []).entries())
      for (const [column, text] of cells.entries()) {
        const isWhole = row > one.head && (operators[table]?.[column] ?? 'keep') !== 'keep';
        const findings = isWhole || kept.has(`${table} ${column}`) ? [] : one.findings(row, column);
        if (findings.length > 0) yield { key: cellKey(table, row, column), text, findings };
      }
}

async function replaceFindings(
  { choices, maker }: Work,
  text: string,
  findings: readonly CellFinding[],
): Promise<string> {
  const spans: Span[] = [];
  let end = 0;
  for (const finding of [...findings].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const operator = choices.types[finding.type] ?? proposedOperator(finding.type);
    if (operator === 'keep' || finding.start < end) continue;
    const value = text.slice(finding.start, finding.end);
    const now = await maker.make({ type: finding.type, value, operator, person: '' });
    spans.push({ start: finding.start, end: finding.end, with: now });
    end = finding.end;
  }
  return replaceSpans(text, spans);
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function foundIn(list: OpenList, inspection: Inspection): Record<string, number> {
  const types = inspection.tables.flatMap((one, table) =>
    (list.tables[table]?.rows ?? []).flatMap((row, at) => row.flatMap((_, column) => one.findings(at, column))),
  );
  return countBy([...types, ...inspection.texts.flatMap((one) => one.findings)].map((one) => one.type));
}

/** What is found in the new file beside what was put there. */
function leftIn(
  again: OpenList,
  plan: Plan,
  pseudonyms: readonly string[],
  names: NamesModel | null,
): Record<string, number> {
  const inspection = inspectList(again, names);
  const own = createKnown(pseudonyms.map((pseudonym) => ({ type: '', original: pseudonym, pseudonym })));
  const put = new Set(pseudonyms);
  const left: string[] = [];
  const look = (text: string, findings: readonly CellFinding[]): void => {
    const spans = own.find(text);
    for (const { type, start, end } of findings)
      if (!spans.some((span) => span.start < end && start < span.end)) left.push(type);
  };
  inspection.tables.forEach((one, table) => {
    again.tables[table]?.rows.forEach((row, at) => {
      row.forEach((text, column) => {
        const now = plan.cell(table, at, column);
        const isOwn = now !== undefined && put.has(now.text);
        if (!isOwn) look(text, one.findings(at, column));
      });
    });
  });
  for (const { text, findings } of inspection.texts) look(text, findings);
  return countBy(left);
}
