/** What a list holds: which columns are about whom, and what else was found, as a proposal that a person changes. */
import type { Finding, FindingType } from '../../model/classification.ts';
import type { Operator } from '../../model/pseudonyms.ts';
import { classifyText } from '../classify.ts';
import type { NamesModel } from '../model/names-model.ts';
import { COUNTING_SCORE } from '../scan/hit.ts';
import type { ValueType } from './format.ts';
import type { ListTable, OpenList } from './plan.ts';
import { proposedOperator } from './proposed.ts';

export type InspectedColumn = {
  readonly name: string;
  readonly type: ValueType;
  readonly operator: Operator;
  readonly filled: number;
};

/** A finding in a cell; offsets are those in the cell's text. */
export type CellFinding = { readonly type: FindingType; readonly start: number; readonly end: number };

export type InspectedTable = {
  readonly name: string;
  readonly hidden: boolean;
  /** Position of the head line; -1 without one. */
  readonly head: number;
  readonly columns: readonly InspectedColumn[];
  readonly findings: (row: number, column: number) => readonly CellFinding[];
};

export type InspectedText = { readonly text: string; readonly findings: readonly CellFinding[] };

export type Inspection = {
  readonly tables: readonly InspectedTable[];
  readonly texts: readonly InspectedText[];
};

/** A column is of a type when so many of its cells are. */
const SHARE = 0.3;
const HEAD_WITHIN = 10;
const WIDEST = 100;

/** @param names - Without it names are found by rule only: beside a cue, or below a head. */
export function inspectList(list: OpenList, names: NamesModel | null): Inspection {
  return {
    tables: list.tables.map((table) => inspectTable(table, names)),
    texts: [...new Set(list.texts)].map((text) => ({ text, findings: countingFindings(text, names) })),
  };
}

function countingFindings(text: string, names: NamesModel | null): Finding[] {
  return classifyText(text, { names }).findings.filter(
    (finding) => finding.score >= COUNTING_SCORE && finding.excepted === undefined,
  );
}

function inspectTable(table: ListTable, names: NamesModel | null): InspectedTable {
  const findings = findingsByCell(table, names);
  const head = headOf(table, findings);
  const width = table.rows.reduce((most, row) => Math.max(most, row.length), 0);
  return {
    name: table.name,
    hidden: table.hidden,
    head,
    columns: Array.from({ length: width }, (_, column) => inspectColumn(table, findings, head, column)),
    findings: (row, column) => findings.get(placeKey(row, column)) ?? [],
  };
}

type ByCell = ReadonlyMap<string, readonly CellFinding[]>;

function placeKey(row: number, column: number): string {
  return `${row} ${column}`;
}

/** The table as the classifier likes it: a line a row, tabs between the cells. */
function findingsByCell({ rows }: ListTable, names: NamesModel | null): ByCell {
  let text = '';
  const starts: { readonly at: number; readonly row: number; readonly column: number; readonly length: number }[] = [];
  // Rows that end early would be no rows of the table.
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  rows.forEach((row, at) => {
    for (let column = 0; column < Math.max(row.length, Math.min(width, WIDEST)); column += 1) {
      const cell = row[column] ?? '';
      if (column > 0) text += '\t';
      starts.push({ at: text.length, row: at, column, length: cell.length });
      text += cell.replace(/[\t\r\n]/g, ' ');
    }
    text += '\n';
  });
  const found = new Map<string, CellFinding[]>();
  let index = 0;
  for (const { type, start, end } of countingFindings(text, names).sort((a, b) => a.start - b.start)) {
    while (index + 1 < starts.length && (starts[index + 1]?.at ?? 0) <= start) index += 1;
    const cell = starts[index];
    if (cell === undefined || start >= cell.at + cell.length) continue;
    const key = placeKey(cell.row, cell.column);
    const inCell = { type, start: start - cell.at, end: Math.min(end - cell.at, cell.length) };
    found.set(key, [...(found.get(key) ?? []), inCell]);
  }
  return found;
}

/** The first of the upper rows that fills most columns and holds no value. */
function headOf({ rows }: ListTable, findings: ByCell): number {
  const upper = rows.slice(0, HEAD_WITHIN);
  const filled = upper.map((row) => row.filter((cell) => cell.trim() !== '').length);
  const most = Math.max(0, ...filled);
  return upper.findIndex(
    (row, at) =>
      (filled[at] ?? 0) >= Math.max(2, most * 0.6) &&
      row.every((cell, column) => !findings.has(placeKey(at, column)) && !/\d{4}/.test(cell)),
  );
}

function inspectColumn({ rows }: ListTable, findings: ByCell, head: number, column: number): InspectedColumn {
  const counts = new Map<FindingType, number>();
  let filled = 0;
  for (let row = head + 1; row < rows.length; row += 1) {
    const cell = rows[row]?.[column] ?? '';
    if (cell.trim() === '') continue;
    filled += 1;
    const whole = (findings.get(placeKey(row, column)) ?? []).find(
      ({ start, end }) => (end - start) * 2 >= cell.trim().length,
    );
    if (whole !== undefined) counts.set(whole.type, (counts.get(whole.type) ?? 0) + 1);
  }
  const [type, count] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [undefined, 0];
  const name = (head < 0 ? '' : (rows[head]?.[column] ?? '')).trim();
  if (type === undefined || count < filled * SHARE) return { name, type: 'other', operator: 'keep', filled };
  return { name, type, operator: proposedOperator(type), filled };
}
