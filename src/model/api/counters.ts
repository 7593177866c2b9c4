/** Persons whose data went abroad in a calendar year, against the limits that the law or the organisation sets. */
import { z } from 'zod';
import { timeSchema, uuidSchema } from './common.ts';

const yearCountSchema = z.strictObject({
  /** Distinct persons whose ordinary data went there. */
  pi: z.number().int(),
  /** Distinct persons of content that the law of the origin calls sensitive. */
  spi: z.number().int(),
  /** Transfers of which nobody knows how many persons they are about; they are in neither number. */
  unknown: z.number().int(),
});

/** A limit, and how far it is. The act that reaches `limit` is the one that needs what `rules` ask for. */
export const thresholdSchema = z.strictObject({
  id: z.string(),
  counts: z.enum(['pi', 'spi']),
  limit: z.number().int(),
  now: z.number().int(),
  state: z.enum(['far', 'near', 'reached']),
  /** The day on which it is reached at this year's rate; null: not this year, or already. */
  reachedOn: z.iso.date().nullable(),
});
export type Threshold = z.infer<typeof thresholdSchema>;

/** GET /api/v1/counters?year=2026 */
export const countersSchema = z.strictObject({
  year: z.number().int(),
  years: z.array(z.number().int()),
  at: timeSchema,
  entities: z.array(
    z.strictObject({
      id: uuidSchema,
      name: z.string(),
      jurisdiction: z.string(),
      /** Over all destinations; a person who went to two is one. */
      total: yearCountSchema,
      destinations: z.array(yearCountSchema.extend({ destination: z.string() })),
      thresholds: z.array(thresholdSchema),
      /** The organisation's own number for one transfer, where it applies. */
      reviewFrom: z.number().int().nullable(),
    }),
  ),
});
export type Counters = z.infer<typeof countersSchema>;

/** POST /api/v1/counters/recompute: counted anew from the register; changes nothing. */
export const recomputedSchema = z.strictObject({
  equal: z.boolean(),
  /** Persons counted anew, in all years and places. */
  at: timeSchema,
  differences: z.array(
    z.strictObject({
      entity: z.string(),
      destination: z.string(),
      year: z.number().int(),
      sensitive: z.boolean(),
      recomputed: z.number().int(),
      counted: z.number().int(),
      different: z.number().int(),
    }),
  ),
});
export type Recomputed = z.infer<typeof recomputedSchema>;
