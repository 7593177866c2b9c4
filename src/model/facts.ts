/**
 * The facts that legal rules are decided on, by the names of docs/law/README.md. A fact that is left out is unknown, and what is not known
 * never opens a way: `src/policy/readings.ts` says how each is read then.
 */
import { z } from 'zod';
import { levelSchema } from './level.ts';
import { citySchema, jurisdictionSchema } from './jurisdiction.ts';

/** What happens. The first group are moments of a transfer, each decided with the place of whoever acts. */
export const DECISION_EVENTS = [
  'send',
  'notify',
  'open',
  'download',
  'forward',
  'collect',
  'store',
  'disclose_authority',
  'breach',
  'retain',
  'delete',
  'contact_employee',
  'monitor_employee',
] as const;
export const decisionEventSchema = z.enum(DECISION_EVENTS);
export type DecisionEvent = z.infer<typeof decisionEventSchema>;

export const LEGAL_BASES = [
  'consent.unambiguous',
  'consent.explicit',
  'consent.separate',
  'contract_subject',
  'contract_for_subject',
  'hr_rules',
  'legal_duty',
  'vital',
  'public_interest',
  'claims',
  'public_register',
  'legit_interest',
] as const;
export const legalBasisKindSchema = z.enum(LEGAL_BASES);
export type LegalBasisKind = z.infer<typeof legalBasisKindSchema>;

/** Contracts between who sends and who receives. `mo_clauses` are clauses put to the Macau regulator (art. 20(2)). */
export const CONTRACTS = [
  'gba_mo',
  'gba_hk',
  'prc_scc',
  'hk_rmc',
  'eu_scc',
  'eu_bcr',
  'idta',
  'sg',
  'dpa',
  'mo_clauses',
] as const;
export const contractKindSchema = z.enum(CONTRACTS);
export type ContractKind = z.infer<typeof contractKindSchema>;

/** What is handed in to a regulator or granted by one. `dspdp_gba`, `gd_cac`, `hk_dpo`: receipts of filing a contract. */
export const FILINGS = [
  'mo_notice',
  'mo_simplified',
  'mo_auth',
  'mo_art20_notice',
  'cac_assessment',
  'cac_cert',
  'gd_cac',
  'dspdp_gba',
  'hk_dpo',
  'cn_authority',
  'cn_rep',
  'cn_pipo',
  'cn_face',
  'incident_report',
] as const;
export const filingKindSchema = z.enum(FILINGS);
export type FilingKind = z.infer<typeof filingKindSchema>;

/** Impact assessments by profile. */
export const ASSESSMENTS = ['cn', 'gba', 'eu', 'uk', 'mo', 'hk'] as const;
export const assessmentKindSchema = z.enum(ASSESSMENTS);
export type AssessmentKind = z.infer<typeof assessmentKindSchema>;

export const APPROVALS = ['officer', 'two_officer'] as const;
export const approvalKindSchema = z.enum(APPROVALS);
export type ApprovalKind = z.infer<typeof approvalKindSchema>;

/** Purposes that the console offers. Facts take any data-use key. */
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

export const ROLES = ['controller', 'processor', 'joint'] as const;
export const REASONS = ['cheaper', 'convenient', 'vendor_default', 'necessary'] as const;

const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);
const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*$/)
  .max(120);
/** A record counts from its day on, until it expires, and for its own scope only. */
export const recordSchema = z.strictObject({
  id: z.string().max(200).optional(),
  signed_at: moment.optional(),
  effective_at: moment.optional(),
  filed_at: moment.optional(),
  done_at: moment.optional(),
  expires_at: moment.optional(),
  scope_hash: z.string().max(128).optional(),
});
export type FactRecord = z.infer<typeof recordSchema>;
const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).optional();
const flag = z.boolean().optional();
const known = z
  .union([z.boolean(), z.enum(['yes', 'no', 'unknown'])])
  .transform((value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : value))
  .pipe(z.enum(['yes', 'no', 'unknown']))
  .optional();

export const factsSchema = z.strictObject({
  event: decisionEventSchema.optional(),
  /** Time of the event; rules are chosen by it. ISO 8601 with zone. */
  at: z.iso.datetime({ offset: true }),
  origin: jurisdictionSchema.optional(),
  /** Where the content becomes readable: the recipient's place, at `open` and `download` the opener's. */
  dest: jurisdictionSchema.optional(),
  origin_city: citySchema.nullable().optional(),
  dest_city: citySchema.nullable().optional(),
  /** Where the persons were when their data were collected. */
  subject_loc: z.array(jurisdictionSchema).max(300).optional(),
  role: z.enum(ROLES).optional(),
  recipient: z.strictObject({ type: recipientKindSchema.optional(), certified: flag }).optional(),
  /** fideslang keys and own `biz.*` and `ext.*` keys. */
  cats: z.array(z.string().max(4_000_000)).max(1_000).optional(),
  /** Distinct persons in this transfer. */
  n: count,
  /** Distinct persons that this legal entity has sent abroad from the place this calendar year, those of this transfer left out. */
  ytd: z.strictObject({ cn: z.strictObject({ pi: count, spi: count }).optional() }).optional(),
  held: z.strictObject({ pi: count, face: count }).optional(),
  minor14: flag,
  basis: z.array(legalBasisKindSchema).optional(),
  /** An officer attested that the transfer is necessary for the basis, and not merely cheaper or more convenient. */
  necessary: flag,
  reason: z.enum(REASONS).optional(),
  purpose: z.strictObject({ use: key.optional(), same_as_collection: flag }).optional(),
  contract: z.partialRecord(contractKindSchema, recordSchema).optional(),
  filing: z.partialRecord(filingKindSchema, recordSchema).optional(),
  /** By profile, or `any` when the profile is not told. */
  pia: z.partialRecord(z.enum([...ASSESSMENTS, 'any']), recordSchema).optional(),
  org: z
    .strictObject({
      ciio: flag,
      sector: z.string().max(100).optional(),
      size: count,
      mo_ci_operator: flag,
      hk_ci_operator: flag,
      prc_presence: flag,
    })
    .optional(),
  important_data: known,
  state_secret: known,
  sealed: z
    .strictObject({
      custody: z.enum(['server', 'end-to-end']).optional(),
      key_location: jurisdictionSchema.optional(),
      view_only: flag,
    })
    .optional(),
  // The organisation's own grading and what the product itself records; not asked of a question about the law alone.
  level: levelSchema.optional(),
  unreadable: flag,
  approvals: z.array(approvalKindSchema).optional(),
  /** Scope of this transfer; a record of another scope does not count. */
  scope_hash: z.string().max(128).optional(),
  /** The persons were told what the law of the origin asks for; false objects, left out is an obligation. */
  informed: flag,
  volume_split: flag,
  /** Data collected by others or for other purposes were combined (interconnection). */
  data_combined: flag,
  /** Origin in a free-trade zone, and the data are not on its negative list. */
  ftz_unlisted: flag,
  onward_agreed: flag,
  /** Contract texts are the regulators' own, unchanged. */
  text_unchanged: flag,
  work: z
    .strictObject({
      outside_hours: flag,
      force_majeure: flag,
      emergency: flag,
      approver: flag,
      escalation: flag,
      agreement: flag,
    })
    .optional(),
  monitoring: z
    .strictObject({
      assessment: flag,
      policy: flag,
      covert: flag,
      suspicion: flag,
      informed: flag,
      performance: flag,
      alternative: flag,
    })
    .optional(),
  /** Names of facts that nobody could establish. A name of the list above means the same as leaving the fact out. */
  unknown: z.array(z.string()).max(200).optional(),
});
export type Facts = z.infer<typeof factsSchema>;

/** Whether a key is of a family that the rules tell apart; any other may stand for anything, a misspelt one too. */
export function isCategory(key: string): boolean {
  return /^(?:user|ext|biz|system)(?:\.[a-z0-9_]+)*$/.test(key);
}
