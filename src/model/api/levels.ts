/** The organisation's levels: policy, trial over past transfers, history, and findings known to be wrong. */
import { z } from 'zod';
import {
  findingTypeSchema,
  keptFindingSchema,
  levelSubjectSchema,
  classificationSummarySchema,
} from '../classification.ts';
import { FLOOR_REASONS, levelPolicySchema } from '../level-policy.ts';
import { levelSchema } from '../level.ts';
import { OUTCOMES } from '../policy-decision.ts';
import { timeSchema, uuidSchema } from './common.ts';

const versionSchema = z.number().int().min(0).max(1_000_000_000);
const reasonSchema = z.string().trim().min(3).max(500);

export const policyVersionSchema = z.strictObject({
  version: versionSchema,
  /** Null for the shipped one. */
  setBy: z.string().nullable(),
  setAt: timeSchema.nullable(),
  reason: z.string().nullable(),
  /** Null when it cannot be read: then everything is of the strictest level. */
  policy: levelPolicySchema.nullable(),
});
export type PolicyVersion = z.infer<typeof policyVersionSchema>;

/** What a law says of a type of finding. */
export const legalCategorySchema = z.strictObject({
  type: findingTypeSchema,
  /** Key of the data category (fideslang, or our own). */
  category: z.string(),
  jurisdiction: z.string(),
  article: z.string(),
  note: z.string(),
  confidence: z.enum(['H', 'M', 'L']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Whether it holds today. */
  now: z.boolean(),
});
export type LegalCategory = z.infer<typeof legalCategorySchema>;

/** GET /api/v1/levels */
export const levelsViewSchema = z.strictObject({
  current: policyVersionSchema,
  shipped: levelPolicySchema,
  floors: z.array(z.strictObject({ subject: levelSubjectSchema, level: levelSchema, reason: z.enum(FLOOR_REASONS) })),
  /** Newest first, the shipped one last. */
  history: z.array(policyVersionSchema),
  legal: z.array(legalCategorySchema),
  /** Laws in use that have no class of sensitive data of their own. */
  withoutClass: z.array(z.string()),
  mayEdit: z.boolean(),
});
export type LevelsView = z.infer<typeof levelsViewSchema>;

/** POST /api/v1/levels: over the version that was seen. */
export const setPolicySchema = z.strictObject({
  policy: levelPolicySchema,
  version: versionSchema,
  reason: reasonSchema,
});
export type SetPolicy = z.infer<typeof setPolicySchema>;

/** POST /api/v1/levels/trial: one page of past transfers, newest first; ask again with `next` until it is null. */
export const tryPolicySchema = z.strictObject({ policy: levelPolicySchema, after: uuidSchema.nullable() });
export type TryPolicy = z.infer<typeof tryPolicySchema>;

const moveSchema = z.strictObject({
  /** `2026-11` in the organisation's time zone. */
  month: z.string(),
  from: levelSchema,
  to: levelSchema,
  n: z.number().int().positive(),
  examples: z.array(z.strictObject({ id: uuidSchema, reference: z.string() })),
});
export type LevelMove = z.infer<typeof moveSchema>;

export const trialPageSchema = z.strictObject({
  /** Past transfers that are looked at in all, and on this page. */
  total: z.number().int().nonnegative(),
  looked: z.number().int().nonnegative(),
  same: z.number().int().nonnegative(),
  /** From before everything was kept that a level depends on. */
  cannotTell: z.number().int().nonnegative(),
  moves: z.array(moveSchema),
  /** Of those that move: how the rules would decide with the other level. */
  outcomes: z.array(
    z.strictObject({
      from: z.enum(OUTCOMES),
      to: z.enum(OUTCOMES),
      n: z.number().int().positive(),
      examples: z.array(z.strictObject({ id: uuidSchema, reference: z.string() })),
    }),
  ),
  /** Of those that move and are decided alike: other obligations, such as showing only. */
  obligations: z.number().int().nonnegative(),
  next: uuidSchema.nullable(),
});
export type TrialPage = z.infer<typeof trialPageSchema>;

/** A classification as people see it: hashes stay inside. */
export const classificationViewSchema = classificationSummarySchema.omit({ evidence: true }).extend({
  findings: z.array(keptFindingSchema.omit({ tag: true }).extend({ index: z.number().int().nonnegative() })),
  excepted: z.array(
    z.strictObject({
      id: uuidSchema,
      type: findingTypeSchema,
      n: z.number().int().positive(),
      /** Who set the exception; null when it is not known any more. */
      by: z.string().nullable(),
    }),
  ),
});
export type ClassificationView = z.infer<typeof classificationViewSchema>;

/** Where a finding is seen: in a transfer or upload by its number among the examples, or in a text that is being written. */
export const findingPlaceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('transfer'), id: uuidSchema, index: z.number().int().min(0).max(1000) }),
  z.strictObject({ kind: z.literal('upload'), id: uuidSchema, index: z.number().int().min(0).max(1000) }),
  z.strictObject({
    kind: z.literal('text'),
    /** Looked at and forgotten. */
    text: z.string().min(1).max(100_000),
    type: findingTypeSchema,
    start: z.number().int().nonnegative(),
    end: z.number().int().nonnegative(),
  }),
]);
export type FindingPlace = z.infer<typeof findingPlaceSchema>;

export const EXCEPTION_DAYS_MAX = 365;
export const EXCEPTION_DAYS = 90;
const daysSchema = z.number().int().min(1).max(EXCEPTION_DAYS_MAX);

export const suggestExceptionSchema = z.strictObject({ finding: findingPlaceSchema, reason: reasonSchema });
export type SuggestException = z.infer<typeof suggestExceptionSchema>;
export const setExceptionSchema = suggestExceptionSchema.extend({ days: daysSchema });
export type SetException = z.infer<typeof setExceptionSchema>;
/** Takes up a suggestion. */
export const acceptExceptionSchema = z.strictObject({ reason: reasonSchema, days: daysSchema });
export type AcceptException = z.infer<typeof acceptExceptionSchema>;
/** The second officer says why too. */
export const confirmExceptionSchema = z.strictObject({ reason: reasonSchema });

export const EXCEPTION_STATES = ['suggested', 'waiting', 'active', 'expired', 'ended', 'dismissed'] as const;
export type ExceptionState = (typeof EXCEPTION_STATES)[number];

const wordSchema = z.strictObject({ by: z.string(), at: timeSchema, reason: z.string() });

export const exceptionViewSchema = z.strictObject({
  id: uuidSchema,
  type: findingTypeSchema,
  state: z.enum(EXCEPTION_STATES),
  /** Two officers are needed: a key or password, or the number of a document whose check digit holds. */
  needsSecond: z.boolean(),
  transfer: z.strictObject({ id: uuidSchema, reference: z.string() }).nullable(),
  suggested: wordSchema,
  set: wordSchema.nullable(),
  second: wordSchema.nullable(),
  expiresAt: timeSchema.nullable(),
  ended: z.strictObject({ by: z.string(), at: timeSchema }).nullable(),
  /** Findings in transfers that it took out of the count, and when last. */
  applied: z.number().int().nonnegative(),
  appliedAt: timeSchema.nullable(),
  may: z.strictObject({ accept: z.boolean(), confirm: z.boolean(), end: z.boolean() }),
});
export type ExceptionView = z.infer<typeof exceptionViewSchema>;

/** GET /api/v1/levels/exceptions: those that wait first, then those in force, then the newest that ended. */
export const exceptionListSchema = z.strictObject({ exceptions: z.array(exceptionViewSchema) });
export type ExceptionList = z.infer<typeof exceptionListSchema>;
export const exceptionMadeSchema = z.strictObject({ id: uuidSchema, state: z.enum(EXCEPTION_STATES) });
