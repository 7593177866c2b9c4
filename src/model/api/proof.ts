/** The egress proof: for a period and a route, what stayed, what crossed, and how to check it. */
import { z } from 'zod';
import { timeSchema, uuidSchema } from './common.ts';

/** Query of GET /api/v1/proof, /proof/check and /proof/export: first and last day in the organisation's zone, and one route. */
export const proofSearchSchema = z
  .strictObject({
    from: z.iso.date().exactOptional(),
    to: z.iso.date().exactOptional(),
    door: uuidSchema.exactOptional(),
    connection: z
      .string()
      .regex(/^[\w.-]{1,64}$/)
      .exactOptional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, { path: ['to'] });
export type ProofSearch = z.infer<typeof proofSearchSchema>;

const count = z.number().int().nonnegative();
/** Transfers, the bytes of their content, and what direct posting would have sent. */
const contentSchema = z.strictObject({ transfers: count, bytes: count, direct: count });
const crossedSchema = z.strictObject({ records: count, bytes: count });

const sumsSchema = z.strictObject({
  granted: contentSchema,
  held: contentSchema,
  refused: contentSchema,
  /** What really left, whether or not the vendor took it. */
  crossed: crossedSchema,
  /** What would have left: it stayed in the sandbox. */
  sandbox: crossedSchema,
  /** Notices that a channel took, and how many messages they told. */
  notices: count,
  messages: count,
  /** Findings of personal data in what crossed, by the record made before the socket opened; must be 0. */
  personal: count,
  /** Bodies that the egress guard stopped. */
  stopped: count,
});
export type ProofSums = z.infer<typeof sumsSchema>;

/** GET /api/v1/proof?from&to&door&connection */
export const proofSchema = z.strictObject({
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  timeZone: z.string(),
  total: sumsSchema,
  /** By kind of body, most bytes first. */
  kinds: z.array(z.strictObject({ kind: z.string(), crossed: crossedSchema, sandbox: crossedSchema })),
  days: z.array(z.strictObject({ day: z.iso.date(), contentBytes: count, crossedBytes: count, notices: count })),
  routes: z.array(
    z.strictObject({
      door: uuidSchema.nullable(),
      doorName: z.string().nullable(),
      connection: z.string(),
      sums: sumsSchema,
    }),
  ),
  /** 1 - crossed / granted content, the sandbox counted as if it had crossed; null while there is no content. */
  keptShare: z.number().nullable(),
  /** How far the record is closed under the audit log; null before the first day was closed. */
  closedUntil: timeSchema.nullable(),
});
export type Proof = z.infer<typeof proofSchema>;

/** What can be wrong with one closed day, or with the row of closed days. */
export const DIGEST_PROBLEMS = ['changed', 'missing', 'added', 'gap', 'event_missing', 'event_unreadable'] as const;
export type DigestProblem = (typeof DIGEST_PROBLEMS)[number];

/** GET /api/v1/proof/check: the record against its digests in the audit log, and the bodies that are still kept read once more. */
export const proofCheckSchema = z.strictObject({
  outcome: z.enum(['holds', 'refused']),
  digests: z.array(
    z.strictObject({
      from: timeSchema,
      to: timeSchema,
      /** What the audit log says. */
      records: count,
      root: z.string(),
      /** Index of the event in the audit log; null while it waits to be signed. */
      logIndex: count.nullable(),
      eventId: uuidSchema,
      problem: z.enum(DIGEST_PROBLEMS).nullable(),
    }),
  ),
  problems: count,
  recordsChecked: count,
  /** Records since the last closed day: no digest covers them yet. */
  recordsOpen: count,
  personal: z.strictObject({
    /** Sum over the records of the period. */
    recorded: count,
    /** Exact bodies still kept that were read again, and in how many of them something was found. */
    bodiesRead: count,
    bodiesWithFindings: count,
    /** `both`: record and bodies; `record`: no exact body is kept any more. */
    by: z.enum(['record', 'both']),
  }),
});
export type ProofCheck = z.infer<typeof proofCheckSchema>;

export const PROOF_EXPORTS = ['csv', 'json'] as const;
export type ProofExport = (typeof PROOF_EXPORTS)[number];
