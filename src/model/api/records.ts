/** Standing records and what is stated about legal entities. */
import { z } from 'zod';
import { purposeSchema } from '../facts.ts';
import { jurisdictionSchema } from '../jurisdiction.ts';
import { entityProfileSchema, recordScopeSchema } from '../legal-record.ts';
import { timeSchema, uuidSchema } from './common.ts';
import { recordBasisSchema, transferDetailSchema, transferStateSchema } from './transfers.ts';

const recordViewSchema = transferDetailSchema.shape.bases.element.omit({ standing: true });

/**
 * `outgrown`: a recipient is registered elsewhere now, so it serves that recipient no longer. `soon`: it expires within 30 days.
 * `planned`: its first day is still to come.
 */
export const RECORD_STATES = ['in_force', 'soon', 'planned', 'outgrown', 'expired', 'withdrawn'] as const;
export type RecordState = (typeof RECORD_STATES)[number];

const standingRecordSchema = recordViewSchema.extend({
  scope: recordScopeSchema,
  state: z.enum(RECORD_STATES),
  entity: z.string(),
  recipients: z.array(
    z.strictObject({
      id: uuidSchema,
      name: z.string(),
      organisation: z.string(),
      /** Where the record was made for. */
      jurisdiction: z.string(),
      city: z.string().nullable(),
      /** Where the recipient is registered now, when that is another place; null otherwise. */
      movedTo: z.string().nullable(),
    }),
  ),
  /** Transfers that counted on it, and those of them that are granted now. */
  used: z.number().int(),
  granted: z.number().int(),
});
export type StandingRecord = z.infer<typeof standingRecordSchema>;

/** GET /api/v1/records: newest first, withdrawn and expired ones included. */
export const recordListSchema = z.strictObject({ records: z.array(standingRecordSchema) });
export type RecordList = z.infer<typeof recordListSchema>;

/** GET /api/v1/records/:id: with the transfers that counted on it, as far as the reader may see them, newest first. */
export const recordDetailSchema = z.strictObject({
  record: standingRecordSchema,
  transfers: z.array(
    z.strictObject({ id: uuidSchema, reference: z.string(), state: transferStateSchema, createdAt: timeSchema }),
  ),
});
export type RecordDetail = z.infer<typeof recordDetailSchema>;

/** POST /api/v1/records */
export const createRecordSchema = z.strictObject({
  record: recordBasisSchema,
  entityId: uuidSchema,
  purpose: purposeSchema,
  categories: z.array(z.string().max(200)).max(200),
  recipientIds: z.array(uuidSchema).min(1).max(100),
});
export type CreateRecord = z.infer<typeof createRecordSchema>;

/** How many held transfers went on because of it. */
export const recordedSchema = z.strictObject({ id: uuidSchema, granted: z.number().int() });

/** GET /api/v1/entities */
export const entityListSchema = z.strictObject({
  entities: z.array(
    z.strictObject({
      id: uuidSchema,
      name: z.string(),
      jurisdiction: jurisdictionSchema,
      city: z.string().nullable(),
      profile: entityProfileSchema,
    }),
  ),
});
export type EntityList = z.infer<typeof entityListSchema>;

/** POST /api/v1/entities/:id/profile */
export const stateProfileSchema = entityProfileSchema;
export const statedSchema = z.strictObject({ granted: z.number().int() });
