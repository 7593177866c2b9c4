/** The register of transfers: looking through it, and taking it along in the forms that others ask for. */
import { z } from 'zod';
import { purposeSchema } from '../facts.ts';
import { jurisdictionSchema } from '../jurisdiction.ts';
import { levelSchema } from '../level.ts';
import { outcomeSchema } from '../policy-decision.ts';
import { TRANSFER_STATE_NAMES } from '../transfer-states.ts';
import { timeSchema, uuidSchema } from './common.ts';

/** `send`, or `open` in another place than the recipient's own: a transfer of its own. */
export const REGISTER_EVENTS = ['send', 'open'] as const;

/** What is looked for; what is left out does not matter. Days are whole days of the organisation's zone, both included. */
export const registerFilterSchema = z.strictObject({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  entityId: uuidSchema.optional(),
  destination: jurisdictionSchema.optional(),
  purpose: purposeSchema.optional(),
  outcome: outcomeSchema.optional(),
  state: z.enum(TRANSFER_STATE_NAMES).optional(),
  level: levelSchema.optional(),
  event: z.enum(REGISTER_EVENTS).optional(),
  /** Only what crossed a border, or would have. */
  crossing: z.boolean().optional(),
  /** In the reference, or in the recipient's name or organisation. */
  text: z.string().max(100).optional(),
});
export type RegisterSearch = z.infer<typeof registerFilterSchema>;

export const registerEntrySchema = z.strictObject({
  id: uuidSchema,
  transferId: uuidSchema,
  reference: z.string(),
  event: z.enum(REGISTER_EVENTS),
  state: z.enum(TRANSFER_STATE_NAMES),
  at: timeSchema,
  changedAt: timeSchema,
  /** From when on it could be opened; null while it never could. */
  grantedAt: timeSchema.nullable(),
  /** Kept at least until then; null while the transfer has not ended. */
  retainUntil: timeSchema.nullable(),
  entity: z.strictObject({ id: uuidSchema, name: z.string() }),
  recipient: z.strictObject({ id: uuidSchema, name: z.string(), organisation: z.string() }),
  recipientKind: z.string(),
  origin: z.string(),
  destination: z.string(),
  destinationCity: z.string().nullable(),
  crosses: z.boolean(),
  purpose: z.string(),
  level: levelSchema,
  bases: z.array(z.string()),
  contracts: z.array(z.string()),
  filings: z.array(z.string()),
  assessments: z.array(z.string()),
  categories: z.array(z.string()),
  sensitiveFor: z.array(z.string()),
  safeguards: z.array(z.string()),
  /** Lists in it that were pseudonymised here before: why, and whether the table that leads back still exists. */
  pseudonymised: z.array(z.strictObject({ justification: z.string(), erased: z.boolean() })),
  rules: z.array(z.string()),
  evidence: z.array(z.string()),
  packs: z.array(z.strictObject({ pack: z.string(), version: z.string(), digest: z.string(), reviewed: z.boolean() })),
  /** Distinct persons; null when nobody knows. */
  persons: z.number().int().nullable(),
  files: z.number().int(),
  bytes: z.number().int(),
  decisionId: uuidSchema,
  outcome: outcomeSchema,
  effect: z.string().nullable(),
});
export type RegisterEntry = z.infer<typeof registerEntrySchema>;

/** GET /api/v1/register?from=&to=&...&before=ID: newest first, 50 a page. */
export const registerPageSchema = z.strictObject({
  entries: z.array(registerEntrySchema),
  nextBefore: uuidSchema.nullable(),
  /** How many match in all; no more than `countedTo` are counted. */
  matching: z.number().int(),
  countedTo: z.number().int(),
});
export type RegisterPage = z.infer<typeof registerPageSchema>;

export const EXPORT_FORMATS = [
  'csv',
  'xlsx',
  'fideslang',
  'art30_csv',
  'art30_json',
  'fides_csv',
  'probo_json',
] as const;
export const exportFormatSchema = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** POST /api/v1/register/export: answers with the file. It is recorded who took what along. */
export const exportRegisterSchema = z.strictObject({ format: exportFormatSchema, filter: registerFilterSchema });
export type ExportRegister = z.infer<typeof exportRegisterSchema>;
