/**
 * What lifts objections and is kept: legal bases, contracts, filings, impact assessments and stated facts, for one transfer or for every later
 * one of the same scope.
 */
import { z } from 'zod';
import {
  assessmentKindSchema,
  contractKindSchema,
  factsSchema,
  filingKindSchema,
  legalBasisKindSchema,
  purposeSchema,
} from './facts.ts';
import { citySchema, jurisdictionSchema } from './jurisdiction.ts';

/** Facts about one transfer that a detector cannot see and somebody states, with the reason in the evidence. */
export const statedFactsSchema = z.strictObject({
  n: factsSchema.shape.n,
  minor14: factsSchema.shape.minor14,
  important_data: factsSchema.shape.important_data,
  state_secret: factsSchema.shape.state_secret,
  same_as_collection: z.boolean().optional(),
  informed: factsSchema.shape.informed,
  subject_loc: factsSchema.shape.subject_loc,
  text_unchanged: factsSchema.shape.text_unchanged,
  onward_agreed: factsSchema.shape.onward_agreed,
});
export type StatedFacts = z.infer<typeof statedFactsSchema>;

/** What an organisation states once about a legal entity. */
export const entityProfileSchema = z.strictObject({
  org: factsSchema.shape.org,
  held: factsSchema.shape.held,
  origin_city: citySchema.nullable().optional(),
  role: factsSchema.shape.role,
});
export type EntityProfile = z.infer<typeof entityProfileSchema>;

/** Transfers that a record serves: this entity, this purpose, no category beyond these, these recipients where they were. */
export const recordScopeSchema = z.strictObject({
  entityId: z.uuid(),
  purpose: purposeSchema,
  categories: z.array(z.string().max(200)).max(200),
  recipients: z
    .array(z.strictObject({ id: z.uuid(), jurisdiction: jurisdictionSchema, city: citySchema.nullable() }))
    .min(1)
    .max(100),
});
export type RecordScope = z.infer<typeof recordScopeSchema>;

/** What somebody records: any of these kinds, with the evidence where it is kept. */
export const legalRecordSchema = z.strictObject({
  bases: z.array(legalBasisKindSchema),
  contracts: z.array(contractKindSchema),
  filings: z.array(filingKindSchema),
  assessments: z.array(assessmentKindSchema),
  /** Attested: the transfer is necessary for the basis, not merely cheaper or more convenient (Law 8/2005 art. 20(1)). */
  necessary: z.boolean(),
  facts: statedFactsSchema,
  /** Where the evidence is kept. Sealed. */
  evidence: z.string().max(500),
  /** Number of the filing, contract or certificate. Sealed. */
  reference: z.string().max(200),
  effectiveAt: z.iso.date().nullable(),
  expiresAt: z.iso.date().nullable(),
  /** Serves later transfers of the same scope too. */
  reuse: z.boolean(),
});
export type LegalRecord = z.infer<typeof legalRecordSchema>;
