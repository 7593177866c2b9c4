/** Submitting, following and ending a transfer. */
import { z } from 'zod';
import { accessTermsSchema } from '../access-terms.ts';
import { findingSchema } from '../classification.ts';
import { purposeSchema } from '../facts.ts';
import { legalRecordSchema } from '../legal-record.ts';
import { levelSchema } from '../level.ts';
import { localeSchema } from '../locale.ts';
import { effectSchema, obligationSchema, outcomeSchema } from '../policy-decision.ts';
import { TRANSFER_STATE_NAMES } from '../transfer-states.ts';
import { answerAsSchema, approvalViewSchema } from './approvals.ts';
import { timeSchema, uuidSchema } from './common.ts';
import { classificationViewSchema } from './levels.ts';

/**
 * Uploads speak tus 1.0.0 at /api/v1/uploads (creation, termination). Metadata: `filename`, `filetype`.
 * GET /api/v1/uploads/:id/state follows the file after the last byte: it is read back, checked and classified.
 */
export const uploadStateSchema = z.strictObject({
  id: uuidSchema,
  state: z.enum(['receiving', 'inspecting', 'ready', 'failed']),
  size: z.number().int().nonnegative(),
  received: z.number().int().nonnegative(),
  /** 0..1 while inspecting. */
  progress: z.number().min(0).max(1),
  classification: classificationViewSchema.nullable(),
  /** `unreadable.*` code when the text could not be read; the file can still be sent, as strictest level. */
  problem: z.string().nullable(),
});
export type UploadState = z.infer<typeof uploadStateSchema>;

/**
 * What somebody records: legal bases, contracts, filings, assessments, stated facts; for one transfer, or with `reuse` for every later one of
 * the same purpose, categories and recipients. Members that do not apply may be left out.
 */
export const recordBasisSchema = legalRecordSchema.extend({
  contracts: legalRecordSchema.shape.contracts.default([]),
  assessments: legalRecordSchema.shape.assessments.default([]),
  facts: legalRecordSchema.shape.facts.default({}),
  reference: legalRecordSchema.shape.reference.default(''),
  effectiveAt: legalRecordSchema.shape.effectiveAt.default(null),
  expiresAt: legalRecordSchema.shape.expiresAt.default(null),
  reuse: legalRecordSchema.shape.reuse.default(false),
});
export type RecordBasis = z.infer<typeof recordBasisSchema>;

export const limitsSchema = z.strictObject({
  /** 1..90 days from the grant. */
  expiresInDays: z.number().int().min(1).max(90),
  /** Openings per recipient and object, 1..100. */
  opensMax: z.number().int().min(1).max(100),
});

/** POST /api/v1/transfers. The message and every file are sealed; `message` may be empty when there are files. */
export const submitTransferSchema = z.strictObject({
  entityId: uuidSchema,
  recipientIds: z.array(uuidSchema).min(1).max(100),
  message: z.string().max(100_000),
  uploadIds: z.array(uuidSchema).max(50),
  purpose: purposeSchema,
  basis: recordBasisSchema.nullable(),
  /** Channel connection that carries the notice: id of GET /api/v1/connections. */
  connectionId: z.string().min(1).max(64),
  noticeLocale: localeSchema,
  limits: limitsSchema,
  /** What holds for all recipients and documents, within what the level and the decision allow; left out: as they do. */
  access: accessTermsSchema.optional(),
});
export type SubmitTransfer = z.infer<typeof submitTransferSchema>;
/** As somebody sends it: what has a default may be left out. */
export type SubmitTransferRequest = z.input<typeof submitTransferSchema>;

/** POST /api/v1/transfers/preview: the same, before anything is submitted; nothing is stored. */
export const previewTransferSchema = submitTransferSchema.partial({ connectionId: true }).extend({
  recipientIds: z.array(uuidSchema).max(100),
});
export type PreviewTransfer = z.infer<typeof previewTransferSchema>;

/** One objection in the words of the reader's language. */
export const explainedObjectionSchema = z.strictObject({
  ruleId: z.string(),
  pack: z.string(),
  effect: effectSchema,
  title: z.string(),
  why: z.string(),
  lift: z.string(),
  cite: z.string(),
  url: z.string().nullable(),
  /** How the statute names the place itself, in the reader's language where it has one. */
  statute: z.string().nullable(),
  /** What could not be verified about the source, and the day on which it was looked at. */
  note: z.string().nullable(),
  checked: z.string().nullable(),
  confidence: z.enum(['H', 'M', 'L']),
  kind: z.enum(['statutory', 'org_policy']),
  remedies: z.array(z.string()),
  deadline: z.string().nullable(),
});
export type ExplainedObjection = z.infer<typeof explainedObjectionSchema>;

export const explainedDecisionSchema = z.strictObject({
  outcome: outcomeSchema,
  effect: effectSchema.nullable(),
  at: timeSchema,
  objections: z.array(explainedObjectionSchema),
  remedies: z.array(z.string()),
  obligations: z.array(obligationSchema),
  evidence: z.array(z.string()),
  /** Names of the facts that were needed and are not known. */
  unknown: z.array(z.string()),
  deadline: z.string().nullable(),
  packs: z.array(z.strictObject({ pack: z.string(), version: z.string(), digest: z.string(), reviewed: z.boolean() })),
});
export type ExplainedDecision = z.infer<typeof explainedDecisionSchema>;

export const previewResponseSchema = z.strictObject({
  classification: classificationViewSchema,
  /** Findings in the message, for marking them while typing. */
  messageFindings: z.array(findingSchema.omit({ tag: true })),
  /** Null while no recipient is chosen. One decision over all recipients: the strictest. */
  decision: explainedDecisionSchema.nullable(),
  /** The exact bytes that the channel would get, as text; the reference and link are examples. */
  notice: z.strictObject({ contentType: z.string(), body: z.string(), bytes: z.number().int() }).nullable(),
});
export type PreviewResponse = z.infer<typeof previewResponseSchema>;

export const transferStateSchema = z.enum(TRANSFER_STATE_NAMES);

export const transferRowSchema = z.strictObject({
  id: uuidSchema,
  reference: z.string(),
  state: transferStateSchema,
  level: levelSchema,
  purpose: purposeSchema,
  sender: z.string(),
  recipients: z.array(
    z.strictObject({ id: uuidSchema, name: z.string(), organisation: z.string(), jurisdiction: z.string() }),
  ),
  files: z.number().int(),
  bytes: z.number().int(),
  createdAt: timeSchema,
  expiresAt: timeSchema.nullable(),
});
export type TransferRow = z.infer<typeof transferRowSchema>;

/** GET /api/v1/transfers?cursor=&state= : newest first, 50 a page. */
export const transferListSchema = z.strictObject({
  transfers: z.array(transferRowSchema),
  nextCursor: z.string().nullable(),
});
export type TransferList = z.infer<typeof transferListSchema>;

/** Kinds of audit events that concern a transfer; the timeline and the audit log use the same words. */
export const TIMELINE_KINDS = [
  'transfer.submitted',
  'transfer.arrived',
  'transfer.decided',
  'basis.recorded',
  'transfer.approved',
  'transfer.declined',
  'transfer.granted',
  'grant.made',
  'grant.changed',
  'access.changed',
  'access.revoked',
  'access.devices_forgotten',
  'transfer.withdrawn',
  'transfer.revoked',
  'transfer.expired',
  'notice.sent',
  'notice.failed',
  'notice.moved',
  'notice.resent',
  'notice.dismissed',
  'notice.ended',
  'code.sent',
  'code.spoken',
  'identity.proven',
  'identity.failed',
  'identity.locked',
  'identity.unlocked',
  'identity.handed_on',
  'identity.ended',
  'object.opened',
  'object.released',
  'object.open_refused',
  'object.downloaded',
  'access_request.made',
  'access_request.withdrawn',
  'access_request.granted',
  'access_request.declined',
  'access_request.noted',
  'grant.ended',
  'transfer.read',
  'object.not_shown',
  'notice.previewed',
  'device.seen',
  'receipt.signed',
  'certificate.made',
] as const;

export const timelineEntrySchema = z.strictObject({
  kind: z.enum(TIMELINE_KINDS),
  at: timeSchema,
  /** Who acted: a staff member's or recipient's name, or `system`. */
  actor: z.string(),
  /** The officer in whose name a delegate acted. */
  onBehalfOf: z.string().nullable(),
  recipientId: uuidSchema.nullable(),
  outcome: z.string().nullable(),
  place: z.string().nullable(),
  /** Position in the audit log; null until it is in a signed checkpoint. */
  logIndex: z.number().int().nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** GET /api/v1/transfers/:id */
export const transferDetailSchema = transferRowSchema.extend({
  entity: z.string(),
  /** Names of files and of recipients are left empty: the reader is not the sender. See POST …/look. */
  covered: z.boolean(),
  message: z.boolean(),
  objects: z.array(
    z.strictObject({
      id: uuidSchema,
      kind: z.enum(['message', 'file']),
      name: z.string(),
      size: z.number().int(),
      mediaType: z.string(),
    }),
  ),
  classification: classificationViewSchema,
  decision: explainedDecisionSchema.nullable(),
  limits: limitsSchema,
  connection: z.string(),
  noticeLocale: localeSchema,
  /** Of this transfer, and standing ones that serve it. */
  bases: z.array(
    legalRecordSchema.extend({
      id: uuidSchema,
      recordedBy: z.string(),
      recordedAt: timeSchema,
      standing: z.boolean(),
      withdrawn: z.boolean(),
    }),
  ),
  approvals: z.array(approvalViewSchema),
  /** In whose name the reader may approve or decline; empty when he may not. */
  answerAs: z.array(answerAsSchema),
  grants: z.array(
    z.strictObject({
      recipientId: uuidSchema,
      objectId: uuidSchema,
      permission: z.enum(['view', 'download']),
      opensLeft: z.number().int(),
      expiresAt: timeSchema,
      state: z.enum(['active', 'used_up', 'expired', 'revoked']),
    }),
  ),
  notices: z.array(
    z.strictObject({
      id: uuidSchema,
      connection: z.string(),
      state: z.enum(['pending', 'sending', 'sent', 'dead']),
      attempts: z.number().int(),
      lastError: z.string().nullable(),
      sentAt: timeSchema.nullable(),
      bytes: z.number().int().nullable(),
    }),
  ),
  timeline: z.array(timelineEntrySchema),
  /** What the reader may do now; each with the reason in words when not. */
  may: z.strictObject({
    recordBasis: z.boolean(),
    approve: z.boolean(),
    revoke: z.boolean(),
    withdraw: z.boolean(),
    resend: z.boolean(),
  }),
});
export type TransferDetail = z.infer<typeof transferDetailSchema>;

/** POST /api/v1/transfers/:id/look: what is covered, for a purpose; recorded, and shown to whom it concerns. */
export const transferNamesSchema = z.strictObject({
  recipients: z.array(z.strictObject({ id: uuidSchema, name: z.string() })),
  objects: z.array(z.strictObject({ id: uuidSchema, name: z.string() })),
});
export type TransferNames = z.infer<typeof transferNamesSchema>;

/**
 * POST /api/v1/transfers/:id/approval: officers, and whom an officer let answer for him; never the sender. The answer is bound to these bytes,
 * names and people.
 */
export const approvalRequestSchema = z.strictObject({
  outcome: z.enum(['approved', 'declined']),
  reason: z.string().max(500),
  /** The officer in whose name a delegate answers; null: in one's own. */
  onBehalfOf: uuidSchema.nullable().default(null),
  /** Days that the approval holds; after that it has to be given anew. */
  validDays: z.number().int().min(1).max(90).default(30),
});
export type ApprovalRequest = z.infer<typeof approvalRequestSchema>;
