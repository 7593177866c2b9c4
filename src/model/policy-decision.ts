/** What the law and the organisation say about one event of one transfer. */
import { z } from 'zod';
import { decisionEventSchema } from './facts.ts';

export const OUTCOMES = ['allow', 'held', 'refused'] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

/** Strictest first (docs/law/README.md). */
export const EFFECTS = [
  'forbid',
  'need_approval(regulator)',
  'need_filing',
  'need_approval(internal)',
  'allow_if',
] as const;
export const effectSchema = z.enum(EFFECTS);
export type Effect = z.infer<typeof effectSchema>;

export const citationSchema = z.strictObject({
  /** e.g. `Law 8/2005 art. 19(1)`. */
  cite: z.string(),
  url: z.string().nullable(),
  confidence: z.enum(['H', 'M', 'L']),
  kind: z.enum(['statutory', 'org_policy']),
});

/** One rule that objects. Texts for people come from the catalogue by `ruleId`. */
export const objectionSchema = z.strictObject({
  ruleId: z.string(),
  pack: z.string(),
  effect: effectSchema,
  citation: citationSchema,
  /** Ids of what would lift it (`basis:consent_unambiguous`, `filing:mo_art20_notice`, `approval:officer`, ...); empty: nothing does. */
  remedies: z.array(z.string()),
  evidence: z.array(z.string()),
  /** ISO 8601 duration or text of the statute, when the rule sets one. */
  deadline: z.string().nullable(),
});
export type Objection = z.infer<typeof objectionSchema>;

export const OBLIGATIONS = [
  'view_only',
  'watermark',
  'two_factors',
  'no_onward_transfer',
  'expiry_days',
  'inform_persons',
  'keep_record',
  'no_reply_demanded',
] as const;
export const obligationSchema = z.strictObject({
  kind: z.enum(OBLIGATIONS),
  /** Days for `expiry_days`; null otherwise. */
  value: z.number().int().positive().nullable(),
  ruleId: z.string(),
  pack: z.string(),
});
export type Obligation = z.infer<typeof obligationSchema>;

/** One rule that was looked at, whether or not it objected. */
export const trailEntrySchema = z.strictObject({
  ruleId: z.string(),
  pack: z.string(),
  /** `unsettled`: it would object if a fact that nobody knows were the worst it can be. */
  result: z.enum(['objects', 'silent', 'obliges', 'unsettled', 'not_in_force', 'error']),
});

export const policyDecisionSchema = z.strictObject({
  outcome: outcomeSchema,
  event: decisionEventSchema,
  at: z.string(),
  /** Strictest effect among the objections; null when there is none. */
  effect: effectSchema.nullable(),
  objections: z.array(objectionSchema),
  /** Union of all remedies, sorted. */
  remedies: z.array(z.string()),
  obligations: z.array(obligationSchema),
  evidence: z.array(z.string()),
  deadline: z.string().nullable(),
  /** Names of the facts that were needed and not known, sorted. */
  unknown: z.array(z.string()),
  trail: z.array(trailEntrySchema),
  /** Digest per pack that was evaluated, so that the decision can be replayed. */
  packs: z.array(z.strictObject({ pack: z.string(), version: z.string(), digest: z.string(), reviewed: z.boolean() })),
});
export type PolicyDecision = z.infer<typeof policyDecisionSchema>;
