/** Pseudonymised lists: what is done with each column or kind of finding, and the table that leads back. */
import { z } from 'zod';
import { findingTypeSchema } from './classification.ts';

/**
 * `keep` leaves it · `replace` puts the name of the type in its place · `mask` leaves the last characters · `pseudonym` keeps the form:
 * digits stay digits, names become invented names, dates move · `token` can be turned back with the key of the table.
 */
export const OPERATORS = ['keep', 'replace', 'mask', 'pseudonym', 'token'] as const;
export const operatorSchema = z.enum(OPERATORS);
export type Operator = z.infer<typeof operatorSchema>;

/** How many characters a mask leaves when nothing else is said. */
export const KEEP_LAST = 4;

export const columnChoiceSchema = z.strictObject({
  /** Position of the table (sheet) in the file and of the column in it, from 0. */
  table: z.number().int().min(0).max(1000),
  column: z.number().int().min(0).max(16_384),
  operator: operatorSchema,
});
export type ColumnChoice = z.infer<typeof columnChoiceSchema>;

/** What is left out is done as it was proposed. */
export const pseudonymChoicesSchema = z.strictObject({
  columns: z.array(columnChoiceSchema).max(2000).default([]),
  /** For what is found outside the chosen columns. */
  types: z.partialRecord(findingTypeSchema, operatorSchema).default({}),
  keepLast: z.number().int().min(0).max(8).default(KEEP_LAST),
});
export type PseudonymChoices = z.infer<typeof pseudonymChoicesSchema>;

export const LIST_KINDS = ['csv', 'xlsx', 'text'] as const;
export const listKindSchema = z.enum(LIST_KINDS);

export const pseudonymEntrySchema = z.strictObject({
  type: z.string(),
  original: z.string(),
  pseudonym: z.string(),
});
export type PseudonymEntry = z.infer<typeof pseudonymEntrySchema>;

/** The table that re-identifies, as it is sealed. `key` is base64url of 32 bytes. */
export const reidentificationSchema = z.strictObject({
  v: z.literal(1),
  key: z.string(),
  entries: z.array(pseudonymEntrySchema),
});
export type Reidentification = z.infer<typeof reidentificationSchema>;

/** What is said about a table without opening it: no values, no names of columns. */
export const pseudonymSummarySchema = z.strictObject({
  kind: listKindSchema,
  rows: z.number().int(),
  columns: z.number().int(),
  /** Values by type. */
  values: z.record(z.string(), z.number().int()),
  operators: z.partialRecord(operatorSchema.exclude(['keep']), z.number().int()),
  /** Findings that remained in the file, by type. */
  left: z.record(z.string(), z.number().int()),
});
export type PseudonymSummary = z.infer<typeof pseudonymSummarySchema>;
