/**
 * What recipients ask for, and what staff answer. A recipient asks from his page after he proved who he is; from the landing of a link, where
 * nobody is known yet, one can only say that one cannot get in, or that something is wrong with what was sent.
 */
import { z } from 'zod';
import { jurisdictionSchema } from '../jurisdiction.ts';
import { timeSchema, uuidSchema } from './common.ts';
import { handleSchema } from './open.ts';

export const REQUEST_KINDS = ['access', 'more_time', 'more_opens', 'download', 'declined', 'abuse'] as const;
export const requestKindSchema = z.enum(REQUEST_KINDS);
export type RequestKind = z.infer<typeof requestKindSchema>;

export const ACCESS_REQUEST_STATES = ['open', 'granted', 'declined', 'noted', 'withdrawn'] as const;
export const accessRequestStateSchema = z.enum(ACCESS_REQUEST_STATES);
export type AccessRequestState = z.infer<typeof accessRequestStateSchema>;

export const REASON_MAX = 1000;
/** Several lines; of control characters only the end of a line. */
export const reasonSchema = z
  .string()
  .trim()
  .max(REASON_MAX)
  .regex(/^[^\p{Cc}\p{Cs}]*(?:\r?\n[^\p{Cc}\p{Cs}]*)*$/u);

const referenceSchema = z.string().regex(/^EN(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/);

/**
 * POST /open/api/requests (recipient): asks once; asking the same again while it is open changes nothing. `reference` says which transfer where a
 * notice tells of several; null is the newest. `declined` ends the recipient's own access at once, for good.
 */
export const askSchema = z.strictObject({
  handle: handleSchema,
  kind: requestKindSchema,
  reference: referenceSchema.nullable(),
  objectId: uuidSchema.nullable(),
  reason: reasonSchema,
});
export type Ask = z.infer<typeof askSchema>;

/** POST /open/api/report (public): the answer is the same whatever the link is. */
export const reportSchema = z.strictObject({
  handle: handleSchema,
  kind: z.enum(['access', 'abuse']),
  reason: reasonSchema,
});
export type Report = z.infer<typeof reportSchema>;
export const reportedSchema = z.strictObject({ received: z.literal(true) });

export const cancelSchema = z.strictObject({ handle: handleSchema, requestId: uuidSchema });

/** POST /open/api/requests/own (recipient): his own, newest first. */
export const ownRequestsSchema = z.strictObject({
  requests: z.array(
    z.strictObject({
      id: uuidSchema,
      kind: requestKindSchema,
      reference: z.string(),
      objectId: uuidSchema.nullable(),
      state: accessRequestStateSchema,
      at: timeSchema,
      answeredAt: timeSchema.nullable(),
      /** In the words of whoever answered; empty without any. */
      answer: z.string(),
    }),
  ),
});
export type OwnRequests = z.infer<typeof ownRequestsSchema>;

/** What an answer could do, worked out for the transfer as it stands; null where nothing of the kind can be done any more. */
export const possibleSchema = z.strictObject({
  /** The latest day that the decision allows. */
  until: timeSchema.nullable(),
  /** Openings in all that may be allowed. */
  opens: z.number().int().nullable(),
  /** Whether the file itself may be handed over; else the rule that forbids it and who could lift it. */
  download: z.boolean(),
  rule: z.strictObject({ title: z.string(), lift: z.string(), cite: z.string() }).nullable(),
});
export type Possible = z.infer<typeof possibleSchema>;

export const accessRequestSchema = z.strictObject({
  id: uuidSchema,
  kind: requestKindSchema,
  state: accessRequestStateSchema,
  at: timeSchema,
  /** False: from a link, by somebody who did not prove who he is. */
  proved: z.boolean(),
  place: z.string(),
  transfer: z.strictObject({ id: uuidSchema, reference: z.string(), state: z.string(), sender: z.string() }),
  object: z.strictObject({ id: uuidSchema, kind: z.enum(['message', 'file']) }).nullable(),
  /** What only whoever sent it sees without further ado; null: covered, see POST …/read. */
  words: z
    .strictObject({ reason: z.string(), answer: z.string(), recipient: z.string().nullable(), object: z.string() })
    .nullable(),
  answeredAt: timeSchema.nullable(),
  answeredBy: z.string().nullable(),
  incidentId: uuidSchema.nullable(),
  /** What the reader may answer; empty when it is closed or not his. */
  answers: z.array(z.enum(['granted', 'declined', 'noted'])),
  possible: possibleSchema,
});
export type AccessRequest = z.infer<typeof accessRequestSchema>;

/** GET /api/v1/access-requests?state=&before=&transfer= : newest first; a sender sees what is about his transfers, without reports of abuse. */
export const accessRequestListSchema = z.strictObject({
  requests: z.array(accessRequestSchema),
  nextCursor: uuidSchema.nullable(),
  /** How many the reader may answer. */
  open: z.number().int(),
});
export type AccessRequestList = z.infer<typeof accessRequestListSchema>;

/** GET /api/v1/access-requests/count */
export const accessRequestCountSchema = z.strictObject({ open: z.number().int() });

/** POST /api/v1/access-requests/:id/answer. What is granted can never exceed what the decision allows: then nothing changes and the error says why. */
export const answerRequestSchema = z.strictObject({
  outcome: z.enum(['granted', 'declined', 'noted']),
  /** Shown to the recipient. Needed when it is declined. */
  reason: reasonSchema,
  until: timeSchema.optional(),
  /** Openings more than there are now. */
  opens: z.number().int().min(1).max(100).optional(),
  /** For access: from this place too. */
  place: jurisdictionSchema.optional(),
  /** For access: on so many devices. */
  devices: z.number().int().min(1).max(20).optional(),
  /** For access to what nothing was allowed of. */
  permission: z.enum(['view', 'download']).optional(),
});
export type AnswerRequest = z.infer<typeof answerRequestSchema>;
export const answeredSchema = z.strictObject({ state: accessRequestStateSchema });

/** POST /api/v1/transfers/:id/takedown (officers): ends everything of a transfer, whatever its state; with `block` nothing more comes by that way. */
export const takeDownSchema = z.strictObject({ block: z.boolean(), reason: reasonSchema });
export type TakeDown = z.infer<typeof takeDownSchema>;
export const takenDownSchema = z.strictObject({
  state: z.string(),
  blocked: z.enum(['sender', 'door']).nullable(),
});
export type TakenDown = z.infer<typeof takenDownSchema>;
