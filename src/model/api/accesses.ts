/** Who looked at what is somebody's: for the person himself, for officers and auditors with a reason, and for recipients on their page. */
import { z } from 'zod';
import { timeSchema, uuidSchema } from './common.ts';
import { reasonSchema } from './access-requests.ts';
import { handleSchema } from './open.ts';

/** Why somebody of the house looks at what is another's. */
export const LOOK_PURPOSES = ['approval', 'request', 'incident', 'data_subject', 'audit', 'support'] as const;
export const lookPurposeSchema = z.enum(LOOK_PURPOSES);
export type LookPurpose = z.infer<typeof lookPurposeSchema>;

/** Of every look that has to be explained. The person concerned sees both. */
export const lookSchema = z.strictObject({ purpose: lookPurposeSchema, reason: reasonSchema });
export type LookReason = z.infer<typeof lookSchema>;

/** What a look was: opening by a recipient, or what somebody of the house had shown to him. */
export const ACCESS_KINDS = [
  'object.opened',
  'transfer.read',
  'recipient.read',
  'access_request.read',
  'accesses.read',
  'accesses.exported',
  'archive.read',
  'archive.file_taken',
] as const;
export const accessKindSchema = z.enum(ACCESS_KINDS);
export type AccessKind = z.infer<typeof accessKindSchema>;

export const accessSchema = z.strictObject({
  /** The number of the entry among those about this person; no number is missing. */
  no: z.number().int(),
  kind: accessKindSchema,
  at: timeSchema,
  who: z.strictObject({
    kind: z.enum(['staff', 'recipient', 'system']),
    name: z.string(),
    /** His office; null for a recipient. */
    role: z.enum(['officer', 'sender', 'auditor']).nullable(),
    /** The person himself. */
    self: z.boolean(),
  }),
  /** ISO 3166-1, or `unknown`. */
  place: z.string(),
  transfer: z.strictObject({ id: uuidSchema, reference: z.string() }).nullable(),
  purpose: lookPurposeSchema.nullable(),
  reason: z.string(),
  /** Outcome of the decision under which it was opened. */
  decision: z.string().nullable(),
  legalBasis: z.array(z.string()),
  /** Position in the audit log; null until it is in a signed checkpoint. */
  logIndex: z.number().int().nullable(),
});
export type Access = z.infer<typeof accessSchema>;

/** Newest first, 50 at a time. `count`: entries about this person there are in all. */
export const accessListSchema = z.strictObject({
  accesses: z.array(accessSchema),
  /** Pass it as `before`. */
  nextBefore: z.number().int().nullable(),
  count: z.number().int(),
});
export type AccessList = z.infer<typeof accessListSchema>;

export const concernedSchema = z.strictObject({ kind: z.enum(['staff', 'recipient']), id: uuidSchema });

/** POST /api/v1/accesses/of (officers, auditors): the look itself is recorded, and the person sees it. */
export const accessesOfSchema = z.strictObject({
  of: concernedSchema,
  purpose: lookPurposeSchema,
  reason: reasonSchema.min(3),
  before: z.number().int().min(0).optional(),
});
export type AccessesOf = z.infer<typeof accessesOfSchema>;

/** POST /api/v1/accesses/export: one's own without `of`. Answers with a zip that `entrepot evidence verify` checks. */
export const exportAccessesSchema = z.strictObject({
  of: z.strictObject({ ...accessesOfSchema.omit({ before: true }).shape }).nullable(),
});
export type ExportAccesses = z.infer<typeof exportAccessesSchema>;

/** GET /api/v1/accesses/people (officers, auditors): whom one can ask about: staff by name, recipients by organisation alone. */
export const accessPeopleSchema = z.strictObject({
  people: z.array(z.strictObject({ kind: z.enum(['staff', 'recipient']), id: uuidSchema, label: z.string() })),
});
export type AccessPeople = z.infer<typeof accessPeopleSchema>;

/** POST /open/api/accesses (recipient) */
export const ownAccessesSchema = z.strictObject({
  handle: handleSchema,
  before: z.number().int().min(0).nullable(),
});
