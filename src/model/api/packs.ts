/** The packs of rules as the console sees them. */
import { z } from 'zod';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** GET /api/v1/packs: what the organisation decides by, in the reader's language. */
export const packListSchema = z.strictObject({
  packs: z.array(
    z.strictObject({
      pack: z.string(),
      title: z.string(),
      version: z.string(),
      digest,
      /** A lawyer signed it. */
      reviewed: z.boolean(),
      kind: z.enum(['law', 'organisation']),
      /** Rules that object or oblige, and dated duties. */
      rules: z.number().int().nonnegative(),
      duties: z.number().int().nonnegative(),
    }),
  ),
});
export type PackList = z.infer<typeof packListSchema>;

/** GET /api/v1/packs/files: everything that a browser needs to decide exactly as the server does, without asking it. */
export const packFilesSchema = z.strictObject({
  /** Text of the Cedar schema that all packs share. */
  schema: z.string(),
  packs: z.array(z.strictObject({ pack: z.string(), digest, files: z.record(z.string(), z.string()) })),
  /** The organisation's own numbers by parameter. */
  params: z.record(z.string(), z.number()),
});
export type PackFilesAnswer = z.infer<typeof packFilesSchema>;
