/** What staff see and do about a recipient's proof of identity. */
import { z } from 'zod';
import { timeSchema, uuidSchema } from './common.ts';

/** GET /api/v1/transfers/:id/identity */
export const identityStateSchema = z.strictObject({
  /** The whole transfer is locked: too many wrong answers over all recipients. */
  lockedAt: timeSchema.nullable(),
  recipients: z.array(
    z.strictObject({
      recipientId: uuidSchema,
      lockedAt: timeSchema.nullable(),
      wrongTries: z.number().int(),
      /** Sessions that are alive. */
      sessions: z.number().int(),
    }),
  ),
});
export type IdentityState = z.infer<typeof identityStateSchema>;

/** POST /api/v1/transfers/:id/spoken-code: shown once, to be read out; never sent. */
export const ofRecipientSchema = z.strictObject({ recipientId: uuidSchema });
export const spokenCodeSchema = z.strictObject({ code: z.string().regex(/^\d{6}$/), expiresAt: timeSchema });
export type SpokenCode = z.infer<typeof spokenCodeSchema>;

/** POST /api/v1/transfers/:id/unlock: one recipient, or null for the whole transfer. */
export const unlockSchema = z.strictObject({ recipientId: uuidSchema.nullable() });
