/** Standing records and what is stated about legal entities. */
import { z } from 'zod';
import { purposeSchema } from '../facts.ts';
import { jurisdictionSchema } from '../jurisdiction.ts';
import { entityProfileSchema, recordScopeSchema } from '../legal-record.ts';
import { uuidSchema } from './common.ts';
import { recordBasisSchema, transferDetailSchema } from './transfers.ts';

const recordViewSchema = transferDetailSchema.shape.bases.element.omit({ standing: true });

/** GET /api/v1/records: newest first, withdrawn and expired ones included. */
export const recordListSchema = z.strictObject({
  records: z.array(recordViewSchema.extend({ scope: recordScopeSchema })),
});
export type RecordList = z.infer<typeof recordListSchema>;

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
