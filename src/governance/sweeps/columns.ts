/** Columns of a sweep's export, for programs: stable names, raw values. */
import type { SweepItem } from '../../model/sweep.ts';
import { type Column, dateCell, joined } from '../register/table.ts';

export const SWEEP_COLUMNS: readonly Column<SweepItem>[] = [
  { key: 'path', width: 60, cell: (one) => one.path },
  { key: 'level', width: 14, cell: (one) => one.level },
  { key: 'persons', width: 10, cell: (one) => one.persons },
  {
    key: 'found',
    width: 50,
    cell: (one) => joined(Object.entries(one.counts).map(([type, count]) => `${type} ${count}`)),
  },
  { key: 'size', width: 12, cell: (one) => one.size },
  { key: 'modified_at', width: 18, cell: (one) => dateCell(one.modifiedAt) },
  { key: 'kind', width: 40, cell: (one) => one.contentType },
  { key: 'read', width: 10, cell: (one) => one.extracted },
  { key: 'problem', width: 24, cell: (one) => one.problem },
  { key: 'messages', width: 10, cell: (one) => one.chat?.messages ?? null },
  { key: 'sha256', width: 66, cell: (one) => one.sha256 },
];
