/** Sweeps over data that is there already: start, progress, what was found, remedies, exports. */
import { z } from 'zod';
import { findingTypeSchema } from '../classification.ts';
import { levelSchema } from '../level.ts';
import {
  AGES,
  SWEEP_KINDS,
  SWEEP_REMEDIES,
  SWEEP_STATES,
  sweepFoundSchema,
  sweepProgressSchema,
  sweepReportSchema,
} from '../sweep.ts';
import { timeSchema, uuidSchema } from './common.ts';

/** POST /api/v1/sweeps. A folder is named by its position in the setting `sweep.folders`. */
export const startSweepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), folder: z.number().int().min(0).max(1000) }),
  z.strictObject({ kind: z.literal('archive'), uploadId: uuidSchema }),
  z.strictObject({ kind: z.literal('report'), uploadId: uuidSchema }),
]);
export type StartSweep = z.infer<typeof startSweepSchema>;

export const sweepSchema = z.strictObject({
  id: uuidSchema,
  kind: z.enum(SWEEP_KINDS),
  source: z.string(),
  state: z.enum(SWEEP_STATES),
  progress: sweepProgressSchema,
  startedBy: z.string(),
  startedAt: timeSchema,
  finishedAt: timeSchema.nullable(),
  report: sweepReportSchema.nullable(),
});
export type Sweep = z.infer<typeof sweepSchema>;

export const sweepListSchema = z.strictObject({
  /** Folders that the settings allow. */
  folders: z.array(z.string()),
  sweeps: z.array(sweepSchema),
});
export type SweepList = z.infer<typeof sweepListSchema>;

const itemId = z.string().regex(/^[0-9a-f]{64}$/);

/** POST /api/v1/sweeps/{id}/items */
export const sweepFilterSchema = z.strictObject({
  level: levelSchema.optional(),
  type: findingTypeSchema.optional(),
  age: z.enum(AGES).optional(),
  remedy: z.enum([...SWEEP_REMEDIES, 'none']).optional(),
  after: itemId.optional(),
});
export type SweepFilter = z.infer<typeof sweepFilterSchema>;

export const sweptFileSchema = z.strictObject({
  id: itemId,
  path: z.string(),
  size: z.number().int(),
  modifiedAt: timeSchema.nullable(),
  level: levelSchema,
  problem: z.string().nullable(),
  found: sweepFoundSchema,
  remedy: z.enum(SWEEP_REMEDIES).nullable(),
  remediedAt: timeSchema.nullable(),
  /** The draft to be pseudonymised, while it is the reader's own. */
  uploadId: uuidSchema.nullable(),
});
export type SweptFile = z.infer<typeof sweptFileSchema>;

export const sweptFilesSchema = z.strictObject({
  files: z.array(sweptFileSchema),
  matching: z.number().int(),
  nextAfter: itemId.nullable(),
});
export type SweptFiles = z.infer<typeof sweptFilesSchema>;

/** POST /api/v1/sweeps/{id}/remedies. `none` takes a mark back. */
export const remedySchema = z.strictObject({
  files: z.array(itemId).min(1).max(200),
  remedy: z.enum([...SWEEP_REMEDIES, 'none']),
});
export type Remedy = z.infer<typeof remedySchema>;

export const remediedSchema = z.strictObject({
  done: z.number().int(),
  failed: z.array(z.strictObject({ id: itemId, code: z.string() })),
});
export type Remedied = z.infer<typeof remediedSchema>;

/** POST /api/v1/sweeps/{id}/export: answers with the file. `script` removes nothing before whoever runs it takes a line out. */
export const exportSweepSchema = z.strictObject({ what: z.enum(['all', 'marked', 'script']) });
export type ExportSweep = z.infer<typeof exportSweepSchema>;
