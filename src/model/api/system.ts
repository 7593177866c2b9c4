/** Connections, sandbox, meter and audit log as the console sees them. */
import { z } from 'zod';
import { CHANNEL_KINDS } from '../channel.ts';
import { DRAFT_KINDS } from '../notice.ts';
import { timeSchema, uuidSchema } from './common.ts';

/** GET /api/v1/connections: channels that can carry a notice. In the sandbox nothing leaves this machine. */
export const connectionListSchema = z.strictObject({
  connections: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(CHANNEL_KINDS),
      label: z.string(),
      sandbox: z.boolean(),
      jurisdiction: z.string(),
      /** Whether it speaks into one group, or to each person. */
      reaches: z.enum(['group', 'user', 'email', 'phone']),
    }),
  ),
});
export type ConnectionList = z.infer<typeof connectionListSchema>;

/** GET /api/v1/sandbox/messages?after=ID (newest first): exactly what DingTalk, the mailbox and the SMS gateway would have received. */
export const sandboxMessageSchema = z.strictObject({
  id: uuidSchema,
  at: timeSchema,
  vendor: z.enum(CHANNEL_KINDS),
  kind: z.enum(DRAFT_KINDS),
  /** Request line and headers of HTTP, envelope of SMTP; tokens and signatures redacted. */
  head: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  to: z.string(),
  body: z.string(),
  bytes: z.number().int(),
});
export type SandboxMessage = z.infer<typeof sandboxMessageSchema>;
export const sandboxListSchema = z.strictObject({ messages: z.array(sandboxMessageSchema) });

/** GET /api/v1/meter: bytes of content that stayed, bytes that crossed, per day for the last 30 days and in all. */
export const meterSchema = z.strictObject({
  contentBytes: z.number().int(),
  crossedBytes: z.number().int(),
  /** 1 - crossed / content; null while there is no content. */
  keptShare: z.number().nullable(),
  /** Findings of personal data in what crossed; must be 0. */
  personalDataCrossed: z.number().int(),
  notices: z.number().int(),
  days: z.array(
    z.strictObject({
      day: z.string(),
      contentBytes: z.number().int(),
      crossedBytes: z.number().int(),
      notices: z.number().int(),
    }),
  ),
});
export type Meter = z.infer<typeof meterSchema>;

/** The recipient page that is served: SHA-256 of the text at `/open/page.sha256`, and the entry of the log that says so (null while it waits). */
export const servedPageSchema = z.strictObject({
  sha256: z.string(),
  since: timeSchema,
  index: z.number().int().nullable(),
});
export type ServedPage = z.infer<typeof servedPageSchema>;

/** GET /api/v1/log: the log's public identity; its tiles are under `path` (tlog-tiles) and verified in the browser. */
export const logInfoSchema = z.strictObject({
  origin: z.string(),
  vkey: z.string(),
  /** e.g. `/log/1/`; checkpoint, tile/..., tile/entries/... under it. */
  path: z.string(),
  size: z.number().int(),
  pending: z.number().int(),
  state: z.enum(['active', 'read_only']),
  /** Null before the first start with an organisation. */
  page: servedPageSchema.nullable(),
});
export type LogInfo = z.infer<typeof logInfoSchema>;

/** GET /api/v1/log/events?before=ID: newest first, 50 a page, with names only where the reader may see them. */
export const logEventSchema = z.strictObject({
  id: uuidSchema,
  index: z.number().int().nullable(),
  at: timeSchema,
  kind: z.string(),
  actor: z.string(),
  /** The officer in whose name a delegate acted. */
  onBehalfOf: z.string().nullable(),
  reference: z.string().nullable(),
  transferId: uuidSchema.nullable(),
  outcome: z.string().nullable(),
});
export const logEventListSchema = z.strictObject({
  events: z.array(logEventSchema),
  nextBefore: uuidSchema.nullable(),
});
export type LogEventList = z.infer<typeof logEventListSchema>;
