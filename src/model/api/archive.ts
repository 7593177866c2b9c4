/** What came in from conversations: the archive, incidents, requests (officers; auditors read). */
import { z } from 'zod';
import { levelSchema } from '../level.ts';
import { QUERY_MAX } from '../search-words.ts';
import { timeSchema, uuidSchema } from './common.ts';

export const threadSchema = z.strictObject({
  id: uuidSchema,
  /** Empty: a conversation with one person. */
  title: z.string(),
  kind: z.enum(['group', 'person']),
  connection: z.string(),
  messages: z.number().int(),
  lastAt: timeSchema,
});
export type Thread = z.infer<typeof threadSchema>;

/** GET /api/v1/archive?before=ID : conversations, the last spoken in first. */
export const threadListSchema = z.strictObject({ threads: z.array(threadSchema), nextCursor: uuidSchema.nullable() });
export type ThreadList = z.infer<typeof threadListSchema>;

export const archivedFileSchema = z.strictObject({
  id: uuidSchema,
  name: z.string(),
  mediaType: z.string(),
  size: z.number().int().nullable(),
  state: z.enum(['waiting', 'kept', 'failed']),
  /** Why it is not here (yet): a dotted word. */
  problem: z.string().nullable(),
});
export type ArchivedFile = z.infer<typeof archivedFileSchema>;

/** Types of what was found and how many of each; `unreadable` for a file that nobody could look into. */
export const foundSchema = z.record(z.string(), z.number().int());

export const archivedMessageSchema = z.strictObject({
  id: uuidSchema,
  thread: z.strictObject({ id: uuidSchema, title: z.string() }),
  sender: z.strictObject({
    name: z.string(),
    /** The same for all messages of one sender; says nothing about him. */
    key: z.string(),
  }),
  /** As the vendor calls it: text, picture, file, … */
  kind: z.string(),
  text: z.string(),
  sentAt: timeSchema,
  receivedAt: timeSchema,
  level: levelSchema,
  found: foundSchema,
  incidentId: uuidSchema.nullable(),
  files: z.array(archivedFileSchema),
});
export type ArchivedMessage = z.infer<typeof archivedMessageSchema>;

/** POST /api/v1/archive/threads/:id/messages : newest first; recorded in the audit log. */
export const readThreadSchema = z.strictObject({
  /** The last message of the page before. */
  before: uuidSchema.optional(),
  /** Begins with this message. */
  through: uuidSchema.optional(),
});
export type ReadThread = z.infer<typeof readThreadSchema>;
export const threadPageSchema = z.strictObject({
  thread: threadSchema,
  messages: z.array(archivedMessageSchema),
  nextCursor: uuidSchema.nullable(),
});
export type ThreadPage = z.infer<typeof threadPageSchema>;

/** POST /api/v1/archive/search : newest first; recorded in the audit log. The words are in the body, never in an address. */
export const searchArchiveSchema = z.strictObject({
  query: z.string().max(QUERY_MAX),
  thread: uuidSchema.optional(),
  sender: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  before: uuidSchema.optional(),
});
export type SearchArchive = z.infer<typeof searchArchiveSchema>;
export const searchPageSchema = z.strictObject({
  messages: z.array(archivedMessageSchema),
  nextCursor: uuidSchema.nullable(),
});
export type SearchPage = z.infer<typeof searchPageSchema>;

/** POST /api/v1/archive/files/:id/retry */
export const fileStateSchema = z.strictObject({ state: archivedFileSchema.shape.state });

export const INCIDENT_KINDS = ['posted_in_channel', 'stopped_at_egress', 'reported_abuse'] as const;
export const incidentSchema = z.strictObject({
  id: uuidSchema,
  kind: z.enum(INCIDENT_KINDS),
  at: timeSchema,
  connection: z.string(),
  level: levelSchema,
  found: foundSchema,
  thread: z.strictObject({ id: uuidSchema, title: z.string() }).nullable(),
  messageId: uuidSchema.nullable(),
  /** What was reported. */
  transfer: z.strictObject({ id: uuidSchema, reference: z.string() }).nullable(),
  state: z.enum(['open', 'closed']),
  /** When the group was told, in a sentence that names nobody. */
  answeredAt: timeSchema.nullable(),
  closedAt: timeSchema.nullable(),
  closedBy: z.string().nullable(),
  note: z.string().nullable(),
});
export type Incident = z.infer<typeof incidentSchema>;

export const openCountsSchema = z.strictObject({ incidents: z.number().int(), requests: z.number().int() });

/** GET /api/v1/incidents?state=&before= : newest first. */
export const incidentListSchema = z.strictObject({
  incidents: z.array(incidentSchema),
  nextCursor: uuidSchema.nullable(),
  open: openCountsSchema,
});
export type IncidentList = z.infer<typeof incidentListSchema>;

/** POST /api/v1/incidents/:id/close */
export const closeIncidentSchema = z.strictObject({ note: z.string().trim().min(1).max(2000) });
export type CloseIncident = z.infer<typeof closeIncidentSchema>;
export const incidentStateSchema = z.strictObject({ state: incidentSchema.shape.state });

export const REQUEST_STATES = ['open', 'done', 'declined'] as const;
export const requestSchema = z.strictObject({
  id: uuidSchema,
  kind: z.enum(['access', 'files']),
  at: timeSchema,
  thread: z.strictObject({ id: uuidSchema, title: z.string() }),
  messageId: uuidSchema,
  sender: z.string(),
  /** Null: the reference is not one of this conversation. */
  transfer: z.strictObject({ id: uuidSchema, reference: z.string() }).nullable(),
  /** The recipient who asks, where the vendor's identifier is known. */
  recipient: z.string().nullable(),
  state: z.enum(REQUEST_STATES),
  closedAt: timeSchema.nullable(),
  closedBy: z.string().nullable(),
});
export type InboundRequest = z.infer<typeof requestSchema>;

/** GET /api/v1/requests?state=&before= : newest first; `closed` are those done or declined. */
export const requestListSchema = z.strictObject({
  requests: z.array(requestSchema),
  nextCursor: uuidSchema.nullable(),
  open: openCountsSchema,
});
export type RequestList = z.infer<typeof requestListSchema>;

/** POST /api/v1/requests/:id/close */
export const closeRequestSchema = z.strictObject({ state: z.enum(['done', 'declined']) });
export type CloseRequest = z.infer<typeof closeRequestSchema>;
export const requestStateSchema = z.strictObject({ state: requestSchema.shape.state });
