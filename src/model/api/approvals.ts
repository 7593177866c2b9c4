/** Held transfers that wait for an officer's decision, and officers who let somebody decide in their name for a time. */
import { z } from 'zod';
import { approvalKindSchema, purposeSchema } from '../facts.ts';
import { levelSchema } from '../level.ts';
import { lineSchema, timeSchema, uuidSchema } from './common.ts';
import { roleSchema } from './staff.ts';

const personSchema = z.strictObject({ id: uuidSchema, name: z.string() });

/** One answer. `onBehalfOf`: a delegate gave it in this officer's name. `counts: false`: its end has passed or the content was another. */
export const approvalViewSchema = z.strictObject({
  by: z.string(),
  onBehalfOf: z.string().nullable(),
  at: timeSchema,
  outcome: z.enum(['approved', 'declined']),
  validUntil: timeSchema.nullable(),
  counts: z.boolean(),
});
export type ApprovalView = z.infer<typeof approvalViewSchema>;

/** In whose name the reader may answer; `null` as id: in his own. */
export const answerAsSchema = z.strictObject({ officerId: uuidSchema.nullable(), name: z.string() });
export type AnswerAs = z.infer<typeof answerAsSchema>;

export const waitingApprovalSchema = z.strictObject({
  transferId: uuidSchema,
  reference: z.string(),
  sender: z.string(),
  level: levelSchema,
  purpose: purposeSchema,
  /** Jurisdictions of the recipients, each once. */
  destinations: z.array(z.string()),
  /** What is asked: one officer, or two different ones. */
  asks: approvalKindSchema,
  /** No record and no fact would do instead: it goes on only when officers approve. */
  required: z.boolean(),
  /** How many officers still have to approve. */
  missing: z.number().int().min(0).max(2),
  /** Titles of the rules that ask, in the reader's language. */
  rules: z.array(z.string()),
  /** Other objections that no approval lifts. */
  others: z.number().int(),
  since: timeSchema,
  /** It ends by itself then, with its content. */
  until: timeSchema.nullable(),
  approvals: z.array(approvalViewSchema),
  answerAs: z.array(answerAsSchema),
  own: z.boolean(),
});
export type WaitingApproval = z.infer<typeof waitingApprovalSchema>;

/** GET /api/v1/approvals: oldest first; officers and delegates see what waits for them, a sender what is his own. */
export const approvalQueueSchema = z.strictObject({
  waiting: z.array(waitingApprovalSchema),
  /** Whether officers are reminded by mail, and why not. */
  reminders: z.enum(['on', 'off', 'no_mail', 'no_calendar']),
});
export type ApprovalQueue = z.infer<typeof approvalQueueSchema>;

export const DELEGATION_DAYS_MAX = 30;

/** POST /api/v1/delegations (officers). Days of the organisation's time zone, both included; at most 30. */
export const giveDelegationSchema = z.strictObject({
  toStaffId: uuidSchema,
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  reason: lineSchema.max(200),
});
export type GiveDelegation = z.infer<typeof giveDelegationSchema>;

/**
 * GET /api/v1/delegations: an officer sees all, others those that name them. `choices`: whom an officer may choose. `today`: the day it is in
 * the organisation's time zone, by which delegations begin and end.
 */
export const delegationListSchema = z.strictObject({
  delegations: z.array(
    z.strictObject({
      id: uuidSchema,
      from: personSchema,
      to: personSchema,
      startsAt: timeSchema,
      endsAt: timeSchema,
      reason: z.string(),
      state: z.enum(['planned', 'active', 'ended', 'revoked']),
      mayRevoke: z.boolean(),
    }),
  ),
  choices: z.array(personSchema.extend({ role: roleSchema })),
  today: z.iso.date(),
});
export type DelegationList = z.infer<typeof delegationListSchema>;
