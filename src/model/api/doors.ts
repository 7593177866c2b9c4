/** Doors: programs that send through Entrepot as if it were the vendor. Tokens and secrets are shown once, when they are made. */
import { z } from 'zod';
import { doorRouteSchema, doorSecuritySchema, doorSettingsSchema } from '../door.ts';
import { levelSchema } from '../level.ts';
import { lineSchema, timeSchema, uuidSchema } from './common.ts';
import { explainedDecisionSchema } from './transfers.ts';

export const DOOR_KINDS = ['robot', 'app'] as const;
export const doorKindSchema = z.enum(DOOR_KINDS);
export const DOOR_STATES = ['active', 'paused', 'removed'] as const;

/** What an officer chooses of an application; what it is called is made by the server. */
const appChoiceSchema = z.strictObject({
  conversationIds: z.array(z.string().min(1).max(128)).max(50).default([]),
  personConnectionId: z.string().min(1).max(64).nullable().default(null),
});

const choices = {
  name: lineSchema.max(100),
  route: doorRouteSchema,
  security: doorSecuritySchema.prefault({}),
  answers: doorSettingsSchema.shape.answers,
  /** Null for a robot. */
  app: appChoiceSchema.nullable().default(null),
};
export const doorChoicesSchema = z.strictObject(choices);
/** POST /api/v1/doors/:id/settings */
export type DoorChoices = z.output<typeof doorChoicesSchema>;
export type DoorChoicesRequest = z.input<typeof doorChoicesSchema>;

/** POST /api/v1/doors */
export const createDoorSchema = z.strictObject({ kind: doorKindSchema, ...choices });
export type CreateDoor = z.output<typeof createDoorSchema>;
/** As somebody sends it: what has a default may be left out. */
export type CreateDoorRequest = z.input<typeof createDoorSchema>;

/** Shown once. `url` of a robot holds its token; `url` of an app is the base address that replaces the vendor's. */
export const doorCredentialsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('robot'), url: z.string(), token: z.string(), secret: z.string() }),
  z.strictObject({
    kind: z.literal('app'),
    url: z.string(),
    appKey: z.string(),
    appSecret: z.string(),
    robotCode: z.string(),
    agentId: z.number().int(),
  }),
]);
export type DoorCredentials = z.infer<typeof doorCredentialsSchema>;

export const doorCreatedSchema = z.strictObject({ id: uuidSchema, credentials: doorCredentialsSchema });
export type DoorCreated = z.infer<typeof doorCreatedSchema>;

/** Days that old credentials may go on at most. */
export const OLD_HOURS_MAX = 7 * 24;
/** POST /api/v1/doors/:id/rotate: the old ones go on for so many hours; 0 ends them now. */
export const rotateDoorSchema = z.strictObject({ oldForHours: z.number().int().min(0).max(OLD_HOURS_MAX).default(24) });
export const doorRotatedSchema = z.strictObject({
  credentials: doorCredentialsSchema,
  previousUntil: timeSchema.nullable(),
});
export type DoorRotated = z.infer<typeof doorRotatedSchema>;

/** POST /api/v1/doors/:id/try: sends this text as if the program had. */
export const tryDoorSchema = z.strictObject({ text: z.string().trim().min(1).max(500) });
export const doorTriedSchema = z.strictObject({
  transferId: uuidSchema,
  reference: z.string(),
  state: z.enum(['granted', 'held', 'refused']),
});
export type DoorTried = z.infer<typeof doorTriedSchema>;

/** POST /api/v1/doors/check: what would become of ordinary messages on this route. Nothing is stored. */
export const checkDoorSchema = z.strictObject({
  route: doorRouteSchema.pick({ entityId: true, audienceId: true, purpose: true }),
});
export const doorCheckSchema = z.strictObject({
  /** How many are in the audience; without anybody nothing can be decided. */
  members: z.number().int(),
  samples: z.array(
    z.strictObject({
      /** `ordinary`: no personal data; `personal`: a name and a telephone number. */
      sample: z.enum(['ordinary', 'personal']),
      level: levelSchema,
      decision: explainedDecisionSchema.nullable(),
    }),
  ),
});
export type DoorCheck = z.infer<typeof doorCheckSchema>;

export const doorUsageSchema = z.strictObject({
  calls: z.number().int(),
  granted: z.number().int(),
  held: z.number().int(),
  refused: z.number().int(),
  notices: z.number().int(),
  /** Bytes that direct calls would have carried to the vendor, and bytes that left instead. */
  arrivedBytes: z.number().int(),
  crossedBytes: z.number().int(),
  /** 0..1; null without calls. */
  keptShare: z.number().min(0).max(1).nullable(),
});
export type DoorUsage = z.infer<typeof doorUsageSchema>;

export const doorSummarySchema = z.strictObject({
  id: uuidSchema,
  kind: doorKindSchema,
  name: z.string(),
  state: z.enum(DOOR_STATES),
  audience: z.strictObject({ id: uuidSchema, name: z.string() }).nullable(),
  connectionId: z.string(),
  owner: z.string(),
  createdAt: timeSchema,
  changedAt: timeSchema,
  lastCallAt: timeSchema.nullable(),
  /** Until when credentials that were replaced go on; null when none do. */
  previousUntil: timeSchema.nullable(),
  day: doorUsageSchema,
  month: doorUsageSchema,
});
export type DoorSummary = z.infer<typeof doorSummarySchema>;

/** GET /api/v1/doors: removed ones left out. `gatewayUrl`: what replaces the vendor's address in programs. */
export const doorListSchema = z.strictObject({
  gatewayUrl: z.string(),
  doors: z.array(doorSummarySchema),
  /** Connections by which doors can send on: to a group, or to persons by the vendor's identifier. */
  connections: z.array(
    z.strictObject({ id: z.string(), label: z.string(), reaches: z.enum(['group', 'user']), sandbox: z.boolean() }),
  ),
});
export type DoorList = z.infer<typeof doorListSchema>;

/** GET /api/v1/doors/:id */
export const doorDetailSchema = doorSummarySchema.extend({
  gatewayUrl: z.string(),
  appKey: z.string().nullable(),
  settings: doorSettingsSchema,
});
export type DoorDetail = z.infer<typeof doorDetailSchema>;

/** GET /api/v1/doors/refusals: calls that were not answered as asked, last first. */
export const doorRefusalListSchema = z.strictObject({
  refusals: z.array(
    z.strictObject({
      endpoint: z.string(),
      reason: z.string(),
      /** Network of the caller; null when it could not be read back. */
      caller: z.string().nullable(),
      program: z.string(),
      door: z.strictObject({ id: uuidSchema, name: z.string() }).nullable(),
      firstAt: timeSchema,
      lastAt: timeSchema,
      count: z.number().int(),
    }),
  ),
});
export type DoorRefusalList = z.infer<typeof doorRefusalListSchema>;
