/**
 * The facts that legal rules are decided on. Every member is required: what is not known is named in `unknown`
 * and a rule objects to it. Sources: docs/law/README.md.
 */
import { z } from 'zod';
import { levelSchema } from './level.ts';
import { jurisdictionSchema } from './jurisdiction.ts';

/** Moments at which a transfer is decided, each with the place of whoever acts. */
export const DECISION_EVENTS = ['send', 'notify', 'open', 'download', 'forward'] as const;
export const decisionEventSchema = z.enum(DECISION_EVENTS);
export type DecisionEvent = z.infer<typeof decisionEventSchema>;

export const LEGAL_BASES = [
  'consent_unambiguous',
  'consent_explicit',
  'consent_separate',
  'contract_subject',
  'contract_for_subject',
  'hr_rules',
  'legal_duty',
  'vital',
  'public_interest',
  'claims',
  'public_register',
  'legitimate_interest',
  'adequate_clauses',
] as const;
export const legalBasisKindSchema = z.enum(LEGAL_BASES);
export type LegalBasisKind = z.infer<typeof legalBasisKindSchema>;

/**
 * Filings with a regulator and contracts that a rule may ask for. `gba_mo` and `gba_hk` are the standard contract in effect;
 * `dspdp_gba` and `gd_cac` are the receipts of filing it in Macau and in Guangdong.
 */
export const FILINGS = [
  'mo_notice',
  'mo_simplified',
  'mo_auth',
  'mo_art20_notice',
  'mo_art20_auth',
  'gba_mo',
  'dspdp_gba',
  'gd_cac',
  'gba_hk',
  'prc_scc',
  'hk_rmc',
  'eu_scc',
  'dpa',
] as const;
export const filingKindSchema = z.enum(FILINGS);
export type FilingKind = z.infer<typeof filingKindSchema>;

export const APPROVALS = ['officer', 'two_officer'] as const;
export const approvalKindSchema = z.enum(APPROVALS);
export type ApprovalKind = z.infer<typeof approvalKindSchema>;

export const PURPOSES = [
  'employment',
  'payroll',
  'customer_service',
  'contract_performance',
  'supply',
  'audit',
  'legal_claims',
  'health_care',
  'regulatory',
  'marketing',
  'internal_report',
  'other',
] as const;
export const purposeSchema = z.enum(PURPOSES);
export type Purpose = z.infer<typeof purposeSchema>;

export const RECIPIENT_KINDS = [
  'controller',
  'processor',
  'group',
  'subject',
  'authority_local',
  'authority_foreign',
  'public',
] as const;
export const recipientKindSchema = z.enum(RECIPIENT_KINDS);
export type RecipientKind = z.infer<typeof recipientKindSchema>;

export const factsSchema = z.strictObject({
  event: decisionEventSchema,
  /** Time of the event; rules are chosen by it. ISO 8601 with zone. */
  at: z.iso.datetime({ offset: true }),
  origin: jurisdictionSchema,
  /** Where the content becomes readable: the recipient's place, at `open` and `download` the opener's. */
  destination: jurisdictionSchema,
  destinationCity: z.string().nullable(),
  recipientKind: recipientKindSchema,
  level: levelSchema,
  /** fideslang keys and own `biz.*` keys. */
  categories: z.array(z.string()),
  hasPersonalData: z.boolean(),
  /** Distinct persons in this transfer. */
  persons: z.number().int().nonnegative(),
  unreadable: z.boolean(),
  purpose: purposeSchema,
  /** Legal bases on record for this purpose, these categories and this recipient. */
  bases: z.array(legalBasisKindSchema),
  /** An officer attested that the transfer is necessary for the basis, and not merely cheaper or more convenient. */
  necessary: z.boolean(),
  filings: z.array(filingKindSchema),
  approvals: z.array(approvalKindSchema),
  custody: z.enum(['server', 'end-to-end']),
  viewOnly: z.boolean(),
  /** Names of facts above that nobody could establish, e.g. `destination`, `importantData`. */
  unknown: z.array(z.string()),
});
export type Facts = z.infer<typeof factsSchema>;
