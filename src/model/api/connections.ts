/** Connections to channels, how they do, what was sent by them, and what could not be (officers; auditors read). */
import { z } from 'zod';
import { CHANNEL_KINDS } from '../channel.ts';
import { localeSchema } from '../locale.ts';
import { DRAFT_KINDS } from '../notice.ts';
import { lineSchema, timeSchema, uuidSchema } from './common.ts';

/** `c-` and ten letters of base32, or the kind of one from the settings file. */
export const connectionIdSchema = z.string().regex(/^(?:c-[a-z2-7]{10}|dingtalk|email|sms)$/);
const kindSchema = z.enum(CHANNEL_KINDS);

/**
 * `untried`: nothing was sent yet. `failing`: the last attempts failed and it goes on. `resting`: it failed too often, or the vendor asked for
 * a pause; it goes on by itself at `restsUntil`. `broken`: a person has to repair it. `unusable`: its settings cannot be read.
 */
export const CONDITIONS = ['works', 'untried', 'failing', 'resting', 'broken', 'paused', 'unusable'] as const;
export type Condition = (typeof CONDITIONS)[number];

export const connectionSchema = z.strictObject({
  id: z.string(),
  kind: kindSchema,
  /** null: from the settings file, called after its kind. */
  label: z.string().nullable(),
  source: z.enum(['settings', 'added']),
  condition: z.enum(CONDITIONS),
  /** null when its settings cannot be read. */
  reaches: z.enum(['group', 'user', 'email', 'phone']).nullable(),
  jurisdiction: z.string().nullable(),
  hosts: z.array(z.string()),
  sandbox: z.boolean(),
  /** A dotted word; the console has words for it. */
  lastError: z.string().nullable(),
  lastErrorAt: timeSchema.nullable(),
  lastOkAt: timeSchema.nullable(),
  brokenSince: timeSchema.nullable(),
  restsUntil: timeSchema.nullable(),
  quotaLeft: z.number().int().nullable(),
  quotaAt: timeSchema.nullable(),
  /** Messages that wait, that could not be sent, and that were sent within the last 24 hours. */
  counts: z.strictObject({ waiting: z.number().int(), dead: z.number().int(), sent: z.number().int() }),
});
export type ConnectionView = z.infer<typeof connectionSchema>;

/** GET /api/v1/connections/overview */
export const connectionOverviewSchema = z.strictObject({ connections: z.array(connectionSchema) });
export type ConnectionOverview = z.infer<typeof connectionOverviewSchema>;

/** GET /api/v1/connections/:id */
export const connectionDetailSchema = connectionSchema.extend({
  /** Without secrets; JSON values by member. */
  settings: z.record(z.string(), z.unknown()),
  /** Names of the secret members that are set. */
  secretsSet: z.array(z.string()),
  fallbacks: z.array(z.string()),
  /** Connections that may be a fallback of this one. */
  mayFallBackOn: z.array(z.string()),
  use: z.strictObject({
    doors: z.array(z.strictObject({ id: uuidSchema, name: z.string() })),
    waiting: z.number().int(),
    fallbackOf: z.array(z.string()),
  }),
  can: z.strictObject({ probe: z.boolean(), recall: z.boolean(), update: z.boolean(), confirm: z.boolean() }),
});
export type ConnectionDetail = z.infer<typeof connectionDetailSchema>;

const plain = z.union([z.string().max(100_000), z.number(), z.boolean()]);
/** null takes a member away. */
const settingSchema = z.union([
  plain,
  z.null(),
  z.array(z.string().max(500)).max(50),
  z.record(z.string().max(64), plain),
]);
const settingsSchema = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/), settingSchema)
  .refine((settings) => Object.keys(settings).length <= 40);

/** POST /api/v1/connections. Members of `settings` are those of the kind (src/channels); what is not known is refused. */
export const addConnectionSchema = z.strictObject({ kind: kindSchema, name: lineSchema, settings: settingsSchema });
export type AddConnection = z.infer<typeof addConnectionSchema>;
export const addedConnectionSchema = z.strictObject({ id: z.string() });

/**
 * POST /api/v1/connections/:id/change. Secrets that are left out stay as they are, null takes one away; every other member is replaced by what
 * stands here. When the address changes, every secret must be given anew.
 */
export const changeConnectionSchema = z.strictObject({
  name: lineSchema,
  settings: settingsSchema,
  fallbacks: z.array(connectionIdSchema).max(10),
});
export type ChangeConnection = z.infer<typeof changeConnectionSchema>;

/** POST /api/v1/connections/:id/test. `to`: a person's identifier at the vendor or a telephone number, where it reaches persons so. */
export const testConnectionSchema = z.strictObject({
  locale: localeSchema,
  to: z
    .string()
    .trim()
    .min(1)
    .max(128)
    .regex(/^[^\p{Cc}]*$/u)
    .nullable(),
});
export type TestConnection = z.infer<typeof testConnectionSchema>;
export const testStartedSchema = z.strictObject({ test: uuidSchema });

/** GET /api/v1/connections/:id/tests/:test */
export const testResultSchema = z.strictObject({
  state: z.enum(['pending', 'sending', 'sent', 'dead']),
  why: z.string().nullable(),
  attempts: z.number().int(),
  /** When it is tried again, while it waits. */
  nextAt: timeSchema.nullable(),
  sentAt: timeSchema.nullable(),
  bytes: z.number().int().nullable(),
  /** SHA-256 of the body, hexadecimal. */
  hash: z.string().nullable(),
  sandbox: z.boolean(),
});
export type TestResult = z.infer<typeof testResultSchema>;

/** POST /api/v1/connections/:id/probe: asks the vendor without a message to anybody. */
export const probeResultSchema = z.strictObject({
  ok: z.boolean(),
  why: z.string().nullable(),
  quotaLeft: z.number().int().nullable(),
});
export type ProbeView = z.infer<typeof probeResultSchema>;

/** One message that was given to a vendor. */
export const sentMessageSchema = z.strictObject({
  id: uuidSchema,
  kind: z.enum(DRAFT_KINDS),
  connection: z.string(),
  label: z.string().nullable(),
  queuedAt: timeSchema,
  sentAt: timeSchema,
  bytes: z.number().int(),
  hash: z.string(),
  /** What the vendor calls it. */
  providerRef: z.string().nullable(),
  /** The vendor's word: `delivered`, `read`, `failed`; `unknown`: it says nothing; null: it is not asked, or not yet. */
  confirmed: z.enum(['delivered', 'read', 'failed', 'unknown']).nullable(),
  confirmedAt: timeSchema.nullable(),
  /** Taken back or rewritten. */
  recalledAt: timeSchema.nullable(),
  movedFrom: z.string().nullable(),
  /** The exact body can be shown: it is kept for as long as what it tells of lives. */
  kept: z.boolean(),
  transfer: z.strictObject({ id: uuidSchema, reference: z.string() }).nullable(),
});
export type SentMessage = z.infer<typeof sentMessageSchema>;

/** GET /api/v1/connections/:id/sent?before=TIME (queued before) and GET /api/v1/transfers/:id/sent: the newest first. */
export const sentListSchema = z.strictObject({ messages: z.array(sentMessageSchema), more: z.boolean() });
export type SentList = z.infer<typeof sentListSchema>;

/** GET /api/v1/connections/:id/sent/:message and GET /api/v1/transfers/:id/sent/:message */
export const sentBodySchema = sentMessageSchema.extend({
  /** The body as text; null when it is not kept any more. */
  body: z.string().nullable(),
  /** The digest of the body that is shown equals the one that was recorded before it left; null without a body. */
  matches: z.boolean().nullable(),
  /** What the guard recorded each time this message left. */
  recorded: z.array(z.strictObject({ at: timeSchema, bytes: z.number().int(), hash: z.string() })),
});
export type SentBody = z.infer<typeof sentBodySchema>;

export const deadLetterSchema = z.strictObject({
  id: uuidSchema,
  kind: z.enum(DRAFT_KINDS),
  connection: z.string(),
  label: z.string().nullable(),
  movedFrom: z.string().nullable(),
  why: z.string(),
  attempts: z.number().int(),
  createdAt: timeSchema,
  transfer: z.strictObject({ id: uuidSchema, reference: z.string() }).nullable(),
  /** Of a notice to a group: how it calls itself. */
  reference: z.string().nullable(),
  /** false: what it tells of has ended, or it cannot be written again. */
  resendable: z.boolean(),
  /** Connections by which it could go instead. */
  others: z.array(z.string()),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** GET /api/v1/dead-letters: at most 200, the newest first. */
export const deadLetterListSchema = z.strictObject({ letters: z.array(deadLetterSchema), more: z.boolean() });
export type DeadLetterList = z.infer<typeof deadLetterListSchema>;

const ids = z.array(uuidSchema).min(1).max(200);
/** POST /api/v1/dead-letters/resend, /move and /dismiss */
export const resendDeadSchema = z.strictObject({ ids });
export const moveDeadSchema = z.strictObject({ ids, to: connectionIdSchema });
/** How many it was done for; the others had changed meanwhile, or cannot go that way. */
export const doneSchema = z.strictObject({ done: z.number().int() });
