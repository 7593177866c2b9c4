/** How a recipient shows who he is: routes of codes, further factors, other devices, and everything that is shared with him. */
import { z } from 'zod';
import { factorSchema } from '../access-terms.ts';
import { localeSchema } from '../locale.ts';
import { timeSchema, uuidSchema } from './common.ts';

/** Routes by which a code is sent, the usual one first. */
export const SENT_ROUTES = ['email', 'sms', 'whatsapp'] as const;
export const sentRouteSchema = z.enum(SENT_ROUTES);
export type SentRoute = z.infer<typeof sentRouteSchema>;

/** What a recipient can choose among: the same list for everybody, known or not. */
export const PROOF_WAYS = [...SENT_ROUTES, 'spoken_code', 'totp', 'passkey', 'passphrase', 'sign_in'] as const;
export const proofWaySchema = z.enum(PROOF_WAYS);
export type ProofWay = z.infer<typeof proofWaySchema>;

/** POST /open/api/ways {} */
export const waysRequestSchema = z.strictObject({});
export const waysSchema = z.strictObject({ ways: z.array(proofWaySchema) });

const handle = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
const sixDigits = z.string().regex(/^\d{6}$/);
/** Which of the two codes: one that was sent, or one that the sender read out. */
export const codeFactorSchema = z.enum(['code', 'spoken_code']);

/**
 * POST /open/api/ladder {handle, objectId}: what is proved and what this object still wants; without an object, the strictest of all behind
 * the link. `ways`: what would bring this recipient further, with what he has; empty when only the sender can help.
 */
export const ladderRequestSchema = z.strictObject({ handle, objectId: uuidSchema.nullable() });
export const ladderSchema = z.strictObject({
  proved: z.array(factorSchema),
  /** These have to be among them. */
  required: z.array(factorSchema),
  /** And so many others. */
  more: z.number().int(),
  ways: z.array(proofWaySchema),
});
export type Ladder = z.infer<typeof ladderSchema>;

/** POST /open/api/raise/code: a code for a further factor, by a route that comes another way than the notice. */
export const raiseCodeSchema = z.strictObject({ handle, route: sentRouteSchema, locale: localeSchema });
/** POST /open/api/raise: gives a code back; the session goes on as a new one with what it proved. Answer as of verify. */
export const raiseSchema = z.strictObject({ handle, code: sixDigits, as: codeFactorSchema });

/** POST /open/api/sessions: where this recipient is signed in at this moment. */
export const sessionsRequestSchema = z.strictObject({ handle });
export const ownSessionSchema = z.strictObject({
  id: handle,
  current: z.boolean(),
  reference: z.string().nullable(),
  startedAt: timeSchema,
  lastAt: timeSchema,
  endsAt: timeSchema,
  via: z.enum(['proof', 'pairing', 'shared']),
  place: z.string(),
});
export const sessionsSchema = z.strictObject({ sessions: z.array(ownSessionSchema) });
export type OwnSessions = z.infer<typeof sessionsSchema>;
/** POST /open/api/sessions/end: one of them, or all others. */
export const endSessionSchema = z.strictObject({ handle, id: handle.nullable() });

/** POST /open/api/shared: other notices of the same recipient that are alive. */
export const sharedRequestSchema = z.strictObject({ handle });
export const sharedItemSchema = z.strictObject({
  id: uuidSchema,
  reference: z.string(),
  sender: z.string(),
  sentAt: timeSchema,
  expiresAt: timeSchema,
  items: z.number().int(),
});
export type SharedItem = z.infer<typeof sharedItemSchema>;
export const sharedSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('list'), transfers: z.array(sharedItemSchema) }),
  /** The address has to be proved first: a code by e-mail. `possible`: whether one can be sent. */
  z.strictObject({ outcome: z.literal('prove_address'), possible: z.boolean() }),
]);
export type Shared = z.infer<typeof sharedSchema>;
/** POST /open/api/shared/open: goes on with one of them. Its notice was not shown, so it wants two factors beside the notice. */
export const openSharedSchema = z.strictObject({ handle, transferId: uuidSchema });
export const sharedOpenedSchema = z.discriminatedUnion('outcome', [
  /** Goes on under a handle of its own, which ends with the session; POST /open/api/session {handle} shows it. */
  z.strictObject({ outcome: z.literal('opened'), handle }),
  z.strictObject({ outcome: z.literal('more'), ladder: ladderSchema }),
]);
export type SharedOpened = z.infer<typeof sharedOpenedSchema>;

/** Without what is mixed up when it is read or typed. */
export const PAIRING_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const PAIRING_CODE_LENGTH = 8;
const pairingCode = z.string().regex(new RegExp(`^[${PAIRING_ALPHABET}]{${PAIRING_CODE_LENGTH}}$`));
/** A challenge and the secret of one of the two devices. */
const pairingKey = z.string().regex(/^[0-9a-f-]{36}~[A-Za-z0-9_-]{43}$/);
const number = z.number().int().min(10).max(99);

/** POST /open/api/pairing/start: on the first device; with a session that moves on too, else only what the link says. */
export const startPairingSchema = z.strictObject({ handle });
export const pairingStartedSchema = z.strictObject({
  key: pairingKey,
  code: pairingCode,
  secondsValid: z.number().int(),
  /** Whether what was proved moves on too. */
  withSession: z.boolean(),
});
export type PairingStarted = z.infer<typeof pairingStartedSchema>;

/** POST /open/api/pairing/claim: on the second device, with what was scanned or typed. It then shows `number`. */
export const claimPairingSchema = z.strictObject({ code: pairingCode });
export const pairingClaimedSchema = z.strictObject({ key: pairingKey, number, secondsValid: z.number().int() });
export type PairingClaimed = z.infer<typeof pairingClaimedSchema>;

/** POST /open/api/pairing/state: on the first device; once somebody claimed it: three numbers, of which the other device shows one. */
export const pairingKeySchema = z.strictObject({ key: pairingKey });
export const pairingStateSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('waiting') }),
  z.strictObject({ state: z.literal('claimed'), numbers: z.array(number).length(3), place: z.string() }),
  z.strictObject({ state: z.literal('approved') }),
  z.strictObject({ state: z.literal('done'), session: handle.nullable() }),
  z.strictObject({ state: z.literal('ended') }),
]);
export type PairingState = z.infer<typeof pairingStateSchema>;

/** POST /open/api/pairing/choose: on the first device; a wrong number, or null for none of them, ends it. */
export const choosePairingSchema = z.strictObject({ key: pairingKey, number: number.nullable() });
export const pairingChosenSchema = z.strictObject({ right: z.boolean() });

/** POST /open/api/pairing/take: on the second device, until the first has chosen. */
export const pairingTakenSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('waiting') }),
  z.strictObject({ state: z.literal('ended') }),
  /** `session`: it has a session of its own; else it goes on at the first step. */
  z.strictObject({ state: z.literal('done'), handle, session: z.boolean() }),
]);
export type PairingTaken = z.infer<typeof pairingTakenSchema>;
