/** A door: settings by which other programs send through Entrepot as if it were the vendor. */
import { z } from 'zod';
import { uuidSchema } from './api/common.ts';
import { purposeSchema } from './facts.ts';
import { localeSchema } from './locale.ts';
import { ROUTE_TEMPLATES } from './notice.ts';

/** Where what comes through a door goes: this audience, by this connection, in these words, under this law. */
export const doorRouteSchema = z.strictObject({
  entityId: uuidSchema,
  audienceId: uuidSchema,
  /** A connection that reaches a group. */
  connectionId: z.string().min(1).max(64),
  locale: localeSchema,
  purpose: purposeSchema,
  template: z.enum(ROUTE_TEMPLATES).default('standard'),
  label: z.string().max(40).nullable().default(null),
  /** Calls that arrive within so many seconds of the first are told in one notice; 0 tells each at once while the vendor's rate allows. */
  digestSeconds: z.number().int().min(0).max(3600).default(0),
  /** Text of level `public` passes unchanged, through the egress guard. */
  passPublic: z.boolean().default(false),
  /** Whether `isAtAll` of a caller reaches the group. */
  mentionAll: z.boolean().default(false),
  expiresInDays: z.number().int().min(1).max(90).default(14),
  /** Openings per recipient and object. */
  opensMax: z.number().int().min(1).max(100).default(20),
});
export type DoorRoute = z.output<typeof doorRouteSchema>;

export const doorSecuritySchema = z.strictObject({
  /**
   * A robot has at least one of the three: a signature, keywords, networks. As with the vendor each that is set must hold: a call that is not
   * signed comes in only where no signature is asked for, and then a keyword or the network vouches for it.
   */
  signed: z.boolean().default(true),
  keywords: z.array(z.string().min(1).max(30)).max(10).default([]),
  /** CIDR; empty: from anywhere. */
  networks: z.array(z.string().min(1).max(64)).max(50).default([]),
  perMinute: z.number().int().min(1).max(60_000).default(600),
});
export type DoorSecurity = z.output<typeof doorSecuritySchema>;

export const doorSettingsSchema = z.strictObject({
  route: doorRouteSchema,
  security: doorSecuritySchema,
  answers: z
    .strictObject({
      /** HTTP status of a refusal: some clients look at nothing else. */
      refusalStatus: z.union([z.literal(200), z.literal(403)]).default(200),
      /** What a caller hears of a message that waits for a decision: `ok`, or the errcode 88. */
      held: z.enum(['ok', 'told']).default('ok'),
    })
    .prefault({}),
  /** Of an app: what it calls its robot, its agent, and the group conversations that stand for this route. */
  app: z
    .strictObject({
      robotCode: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
      agentId: z.number().int().positive(),
      conversationIds: z.array(z.string().min(1).max(128)).max(50).default([]),
      /** A connection that reaches persons by the vendor's identifier; without one messages to persons are told in the group. */
      personConnectionId: z.string().min(1).max(64).nullable().default(null),
    })
    .nullable()
    .default(null),
});
export type DoorSettings = z.output<typeof doorSettingsSchema>;
