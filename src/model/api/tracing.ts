/** Tracing a leaked copy from the console: one officer asks, another approves, both give their share of the records key. */
import { z } from 'zod';
import { traceOptionsSchema, traceResultSchema } from '../tracing.ts';
import { timeSchema, uuidSchema } from './common.ts';

const shareSchema = z.string().min(20).max(200);
const reasonSchema = z.string().trim().min(3).max(2000);

/** POST /api/v1/traces: the file is an upload of the officer's own that is ready. */
export const openTraceSchema = z.strictObject({
  uploadId: uuidSchema,
  reason: reasonSchema,
  share: shareSchema,
  options: traceOptionsSchema,
});
export type OpenTrace = z.infer<typeof openTraceSchema>;

/** POST /api/v1/traces/{id}/approve, by another officer. */
export const approveTraceSchema = z.strictObject({ share: shareSchema });

export const traceCaseSchema = z.strictObject({
  id: uuidSchema,
  state: z.enum(['waiting', 'running', 'done', 'failed', 'closed']),
  reason: z.string(),
  fileName: z.string().nullable(),
  openedBy: z.string(),
  openedAt: timeSchema,
  approvedBy: z.string().nullable(),
  approvedAt: timeSchema.nullable(),
  /** Whether the reader may approve it: another officer than the one who asked. */
  mayApprove: z.boolean(),
  expiresAt: timeSchema,
  progress: z.strictObject({ done: z.number().int(), all: z.number().int() }),
  options: traceOptionsSchema,
  result: traceResultSchema.nullable(),
});
export type TraceCase = z.infer<typeof traceCaseSchema>;

export const traceListSchema = z.strictObject({
  /** False where a package is missing that tracing needs. */
  available: z.boolean(),
  cases: z.array(traceCaseSchema),
});
export type TraceList = z.infer<typeof traceListSchema>;
