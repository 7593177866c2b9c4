/** What a list looks like to whoever replaces values in it, and what is to stand in their place. */
import type { z } from 'zod';
import type { Bytes } from '../../base/bytes.ts';
import type { listKindSchema } from '../../model/pseudonyms.ts';

export type ListTable = {
  readonly name: string;
  /** Shown to nobody who opens the workbook, and sent along all the same. */
  readonly hidden: boolean;
  readonly rows: readonly (readonly string[])[];
};

export type NewCell = {
  readonly text: string;
  /** A number that a date is kept as, moved by so many days. */
  readonly days?: number;
};

/** What stands in place of what. */
export type Plan = {
  /** The new value of a cell; undefined where it stays as it is. */
  readonly cell: (table: number, row: number, column: number) => NewCell | undefined;
  /** The new form of any other text. */
  readonly text: (text: string) => string;
  /** The same for what is written for programs, such as formulas: only values that were replaced elsewhere. */
  readonly known: (text: string) => string;
};

export type OpenList = {
  readonly kind: z.infer<typeof listKindSchema>;
  readonly tables: readonly ListTable[];
  /** Text that stands in no cell: comments, headers, names of sheets; a plain text as a whole. */
  readonly texts: readonly string[];
  /** Everything in which nothing of what was replaced may be left, with names of parts of a workbook and all. */
  readonly everything: readonly string[];
  readonly write: (plan: Plan) => Promise<Bytes>;
};
