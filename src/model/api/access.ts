/** The permission matrix: the table of one transfer, templates of levels, who can open what right now, and trying it as somebody. */
import { z } from 'zod';
import {
  accessTermsSchema,
  effectiveTermsSchema,
  factorSchema,
  fullLevelTermsSchema,
  levelTermsSchema,
  permissionSchema,
  TERM_NAMES,
  termSourceSchema,
} from '../access-terms.ts';
import { jurisdictionSchema } from '../jurisdiction.ts';
import { levelSchema } from '../level.ts';
import { outcomeSchema } from '../policy-decision.ts';
import { lookSchema } from './accesses.ts';
import { timeSchema, uuidSchema } from './common.ts';
import { BARRED_REASONS } from './open.ts';
import { transferStateSchema } from './transfers.ts';

const versionSchema = z.number().int().min(0).max(1_000_000_000);
/** Null stands for every object, or every recipient, of the transfer. */
const cellRef = { objectId: uuidSchema.nullable(), recipientId: uuidSchema.nullable() };
const fromSchema = z.record(z.enum(TERM_NAMES), termSourceSchema);

export const accessCellSchema = z.strictObject({
  ...cellRef,
  terms: accessTermsSchema,
  /** Sent back with the next change. */
  version: versionSchema,
  setBy: z.string(),
  setAt: timeSchema,
});
export type AccessCell = z.infer<typeof accessCellSchema>;

export const GRANT_STATES = ['active', 'used_up', 'expired', 'revoked', 'none', 'not_granted'] as const;

export const inForceSchema = z.strictObject({
  objectId: uuidSchema,
  recipientId: uuidSchema,
  terms: effectiveTermsSchema,
  /** What decided each term. */
  from: fromSchema,
  state: z.enum(GRANT_STATES),
  /** Openings there were, and that are left. */
  opened: z.number().int(),
  opensLeft: z.number().int(),
  /** Devices that opened it, as far as they are known. */
  devices: z.number().int(),
});
export type InForce = z.infer<typeof inForceSchema>;

/** GET /api/v1/transfers/{id}/access. Names are those of the transfer itself, for whoever may see them there. */
export const accessTableSchema = z.strictObject({
  transferId: uuidSchema,
  state: transferStateSchema,
  level: levelSchema,
  /** What nothing exceeds. */
  caps: z.strictObject({
    level: fullLevelTermsSchema,
    viewOnly: z.boolean(),
    expiryDays: z.number().int().nullable(),
  }),
  recipients: z.array(
    z.strictObject({
      id: uuidSchema,
      organisation: z.string(),
      jurisdiction: z.string(),
      /** False for somebody who has left the audience: he opens nothing meanwhile. */
      belongs: z.boolean(),
    }),
  ),
  objects: z.array(z.strictObject({ id: uuidSchema, kind: z.enum(['message', 'file']), size: z.number().int() })),
  cells: z.array(accessCellSchema),
  inForce: z.array(inForceSchema),
  may: z.strictObject({ edit: z.boolean(), revoke: z.boolean() }),
});
export type AccessTable = z.infer<typeof accessTableSchema>;

/** POST /api/v1/transfers/{id}/access: puts `terms` in place of what the cell said; answers with the table. `terms.changed_meanwhile` (409). */
export const setCellSchema = z.strictObject({ ...cellRef, terms: accessTermsSchema, version: versionSchema });
export type SetCell = z.infer<typeof setCellSchema>;

/** POST …/access/revoke (for good) and …/access/devices (those that opened are forgotten). */
export const oneRecipientSchema = z.strictObject({ recipientId: uuidSchema });

/** GET /api/v1/access/levels */
export const levelTableSchema = z.strictObject({
  levels: z.array(
    z.strictObject({
      level: levelSchema,
      shipped: fullLevelTermsSchema,
      /** What an officer set; a member that is left out is as shipped. */
      own: levelTermsSchema,
      inForce: fullLevelTermsSchema,
      version: versionSchema,
      setBy: z.string().nullable(),
      setAt: timeSchema.nullable(),
      /** Granted transfers of this level: the change takes effect on their next request. */
      transfers: z.number().int(),
    }),
  ),
  mayEdit: z.boolean(),
});
export type LevelTable = z.infer<typeof levelTableSchema>;

/** POST /api/v1/access/levels: answers with all. */
export const setLevelSchema = z.strictObject({ level: levelSchema, terms: levelTermsSchema, version: versionSchema });
export type SetLevel = z.infer<typeof setLevelSchema>;

/** Why something cannot be opened: the terms, the state of the grant, or the law at that place. */
export const ACCESS_OUTCOMES = ['open', ...BARRED_REASONS, 'revoked', 'used_up', 'held', 'refused'] as const;
export const accessOutcomeSchema = z.enum(ACCESS_OUTCOMES);
export type AccessOutcome = z.infer<typeof accessOutcomeSchema>;

export const ACCESS_ORDERS = ['person', 'document', 'country'] as const;
export const ACCESS_SHOWN = ['all', 'open', 'barred'] as const;

/** GET /api/v1/access, members as query. */
export const accessFilterSchema = z.strictObject({
  by: z.enum(ACCESS_ORDERS).default('person'),
  shown: z.enum(ACCESS_SHOWN).default('all'),
  /** Names, organisations or the reference. */
  q: z.string().trim().max(100).default(''),
  /** As if from there; empty: each from where he is registered. */
  from: z.union([jurisdictionSchema, z.literal('')]).default(''),
  /** Registered there. */
  registered: z.union([jurisdictionSchema, z.literal('')]).default(''),
  permission: z.union([permissionSchema, z.literal('')]).default(''),
  cursor: z.string().max(300).default(''),
});
export type AccessFilter = z.infer<typeof accessFilterSchema>;
export type AccessFilterQuery = z.input<typeof accessFilterSchema>;

export const ruleSaidSchema = z.strictObject({ title: z.string(), cite: z.string() });

export const accessRowSchema = z.strictObject({
  transferId: uuidSchema,
  reference: z.string(),
  level: levelSchema,
  objectId: uuidSchema,
  objectKind: z.enum(['message', 'file']),
  /** Position within the transfer, from 1. */
  position: z.number().int(),
  /** Null while it is covered: only the sender sees it without saying why. */
  document: z.string().nullable(),
  recipientId: uuidSchema,
  /** The same. */
  person: z.string().nullable(),
  organisation: z.string(),
  jurisdiction: z.string(),
  terms: effectiveTermsSchema,
  from: fromSchema,
  opensLeft: z.number().int(),
  /** The place that it was asked for. */
  place: z.string(),
  outcome: accessOutcomeSchema,
  detail: z.string().nullable(),
  /** The term that kept it shut, if one did, and what decided it. */
  term: z.enum(TERM_NAMES).nullable(),
  source: termSourceSchema.nullable(),
  /** The first rule that objects, in the reader's language. */
  rule: ruleSaidSchema.nullable(),
});
export type AccessRow = z.infer<typeof accessRowSchema>;

export const accessListAnswerSchema = z.strictObject({
  rows: z.array(accessRowSchema),
  nextCursor: z.string().nullable(),
});
export type AccessListAnswer = z.infer<typeof accessListAnswerSchema>;

/** POST /api/v1/access/named: the same with names, for a purpose; recorded for everybody whose names they are. */
export const namedAccessSchema = z.strictObject({ filter: accessFilterSchema, look: lookSchema });
export type NamedAccess = z.input<typeof namedAccessSchema>;

/** POST /api/v1/access/export: the same rows as a CSV file, recorded. */
export const exportAccessSchema = z.strictObject({ filter: accessFilterSchema.omit({ cursor: true }) });

/** POST /api/v1/access/try: what would happen; nothing is opened, counted or recorded. */
export const tryAccessSchema = z.strictObject({
  transferId: uuidSchema,
  objectId: uuidSchema,
  recipientId: uuidSchema,
  jurisdiction: jurisdictionSchema,
  /** Empty: an address that is in none of the networks. */
  address: z.string().trim().max(64),
  at: timeSchema,
  factors: z.array(factorSchema).max(7),
  device: z.enum(['known', 'new', 'none']),
});
export type TryAccess = z.infer<typeof tryAccessSchema>;

export const triedAccessSchema = z.strictObject({
  outcome: accessOutcomeSchema,
  detail: z.string().nullable(),
  term: z.enum(TERM_NAMES).nullable(),
  source: termSourceSchema.nullable(),
  terms: effectiveTermsSchema,
  from: fromSchema,
  /** What the law says of an opening there and then. */
  law: z.strictObject({ outcome: outcomeSchema, rules: z.array(ruleSaidSchema) }),
});
export type TriedAccess = z.infer<typeof triedAccessSchema>;
