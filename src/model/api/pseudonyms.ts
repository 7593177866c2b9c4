/** Pseudonymised lists: proposal and preview, making one, and the ways into the table that leads back. */
import { z } from 'zod';
import { listKindSchema, operatorSchema, pseudonymChoicesSchema, pseudonymSummarySchema } from '../pseudonyms.ts';
import { timeSchema, uuidSchema } from './common.ts';

const reasonSchema = z.string().trim().min(3).max(2000);

/** POST /api/v1/pseudonyms/preview: the file is an upload of the person's own that is ready. */
export const previewPseudonymsSchema = z.strictObject({ uploadId: uuidSchema, choices: pseudonymChoicesSchema });
export type PreviewPseudonyms = z.infer<typeof previewPseudonymsSchema>;

const rowSchema = z.array(z.string());

export const pseudonymPreviewSchema = z.strictObject({
  fileName: z.string(),
  kind: listKindSchema,
  tables: z.array(
    z.strictObject({
      name: z.string(),
      hidden: z.boolean(),
      rows: z.number().int(),
      columns: z.array(
        z.strictObject({
          name: z.string(),
          /** Type of finding, or `other`. */
          type: z.string(),
          operator: operatorSchema,
          filled: z.number().int(),
        }),
      ),
      /** The first rows; pseudonyms are examples, the real ones get a key of their own. */
      before: z.array(rowSchema),
      after: z.array(rowSchema),
    }),
  ),
  /** Findings by type, all of the file. */
  found: z.record(z.string(), z.number().int()),
  text: z.strictObject({ before: z.string(), after: z.string() }).nullable(),
});
export type PseudonymPreview = z.infer<typeof pseudonymPreviewSchema>;

/** POST /api/v1/pseudonyms. The justification goes into the register when the file is sent. */
export const makePseudonymsSchema = z.strictObject({
  uploadId: uuidSchema,
  choices: pseudonymChoicesSchema,
  justification: reasonSchema,
});
export type MakePseudonyms = z.infer<typeof makePseudonymsSchema>;

export const madePseudonymsSchema = z.strictObject({
  id: uuidSchema,
  /** The new file, as an upload of the person's own. */
  uploadId: uuidSchema,
  fileName: z.string(),
  size: z.number().int(),
  summary: pseudonymSummarySchema,
});
export type MadePseudonyms = z.infer<typeof madePseudonymsSchema>;

export const pseudonymTableSchema = z.strictObject({
  id: uuidSchema,
  fileName: z.string(),
  justification: z.string(),
  summary: pseudonymSummarySchema,
  madeBy: z.string(),
  madeAt: timeSchema,
  /** Null while the file was not sent. */
  transfer: z.strictObject({ id: uuidSchema, reference: z.string() }).nullable(),
  /** The file itself, while it can still be downloaded or sent. */
  uploadId: uuidSchema.nullable(),
  erasedAt: timeSchema.nullable(),
  looks: z.array(
    z.strictObject({ kind: z.enum(['value', 'table']), by: z.string(), at: timeSchema, reason: z.string() }),
  ),
});
export type PseudonymTable = z.infer<typeof pseudonymTableSchema>;

/** GET /api/v1/pseudonyms: officers see all tables, others their own. */
export const pseudonymTablesSchema = z.strictObject({ tables: z.array(pseudonymTableSchema) });
export type PseudonymTables = z.infer<typeof pseudonymTablesSchema>;

/** POST /api/v1/pseudonyms/{id}/look-up */
export const lookUpPseudonymSchema = z.strictObject({
  pseudonym: z.string().trim().min(1).max(500),
  reason: reasonSchema,
});
export type LookUpPseudonym = z.infer<typeof lookUpPseudonymSchema>;

export const foundOriginalsSchema = z.strictObject({
  found: z.array(z.strictObject({ type: z.string(), original: z.string() })),
});
export type FoundOriginals = z.infer<typeof foundOriginalsSchema>;

/** POST /api/v1/pseudonyms/{id}/table: answers with the table as CSV. */
export const takeTableSchema = z.strictObject({ reason: reasonSchema });
