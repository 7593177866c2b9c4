/**
 * Ways in which a recipient proves that it is him, beside the notice and a one-time code: what the page says and hears under
 * /open/api/factors. Every call is a POST, with the session's cookie and `x-entrepot-csrf` where it is in a session.
 */
import { z } from 'zod';
import { factorSchema } from '../access-terms.ts';
import { addressSchema, timeSchema, uuidSchema } from './common.ts';
import { handleSchema } from './open.ts';

export const OWN_FACTOR_KINDS = ['totp', 'passkey', 'passphrase', 'sign_in'] as const;
export const ownFactorKindSchema = z.enum(OWN_FACTOR_KINDS);
export type OwnFactorKind = z.infer<typeof ownFactorKindSchema>;

export const PROVIDER_KINDS = ['oidc', 'dingtalk', 'wecom', 'feishu'] as const;
export const providerKindSchema = z.enum(PROVIDER_KINDS);
export type ProviderKind = z.infer<typeof providerKindSchema>;

const withHandle = { handle: handleSchema };
/** Who proves something: with `address` before there is a session, without it in one. The answer to a proof is that of /open/api/verify. */
const withAsker = { handle: handleSchema, address: addressSchema.optional() };
export const handleOnlySchema = z.strictObject(withHandle);
export const askerSchema = z.strictObject(withAsker);
export type AskerBody = z.infer<typeof askerSchema>;

export const ownFactorSchema = z.strictObject({
  id: uuidSchema,
  kind: ownFactorKindSchema,
  /** Set by the sender for this transfer. */
  bySender: z.boolean(),
  /** Where he signs in; null for the other kinds. */
  label: z.string().nullable(),
  createdAt: timeSchema,
  lastAt: timeSchema.nullable(),
});
export type OwnFactor = z.infer<typeof ownFactorSchema>;

/** POST /open/api/factors/list {handle} */
export const factorListSchema = z.strictObject({
  enrolled: z.array(ownFactorSchema),
  /** What this session has proved. */
  proved: z.array(factorSchema),
  /** False: one of those that are set up has to be proved in this session before another can be. */
  mayAdd: z.boolean(),
  /** Passkeys need an address by name. */
  passkeys: z.boolean(),
  signIn: z.array(z.strictObject({ id: z.string(), kind: providerKindSchema, label: z.string() })),
  /** Taken away by the sender's side since he last said that he has seen it. */
  takenAway: z.array(z.strictObject({ kind: ownFactorKindSchema, removedAt: timeSchema })),
});
export type FactorList = z.infer<typeof factorListSchema>;

export const nothingSchema = z.strictObject({});

/** POST …/totp/enrol: the secret, shown once. */
export const totpEnrolmentSchema = z.strictObject({
  challengeId: uuidSchema,
  /** Base32. */
  secret: z.string(),
  /** For the picture that an app reads. */
  address: z.string(),
});
const sixDigits = z.string().regex(/^\d{6}$/);
export const confirmTotpSchema = z.strictObject({ ...withHandle, challengeId: uuidSchema, code: sixDigits });
export const proveTotpSchema = z.strictObject({ ...withAsker, code: sixDigits });

/** base64url of exactly so many bytes. */
const bytesOf = (length: number): z.ZodString =>
  z
    .string()
    .length(Math.ceil((length * 4) / 3))
    .regex(/^[A-Za-z0-9_-]*$/);

/** POST …/passphrase/enrol-start: the passphrase, blinded (RFC 9807 section 5.1). */
export const startPassphraseSchema = z.strictObject({ ...withHandle, request: bytesOf(33) });
export const passphraseStartedSchema = z.strictObject({ challengeId: uuidSchema, response: z.string() });
export const enrolPassphraseSchema = z.strictObject({ ...withHandle, challengeId: uuidSchema, record: bytesOf(129) });
/** POST …/passphrase/start: KE1. `sender`: the one that the sender told, for this transfer alone. */
export const passphraseLoginSchema = z.strictObject({
  ...withAsker,
  whose: z.enum(['own', 'sender']),
  ke1: bytesOf(98),
});
export const passphraseAnswerSchema = z.strictObject({ challengeId: uuidSchema, ke2: z.string() });
export const provePassphraseSchema = z.strictObject({ ...withAsker, challengeId: uuidSchema, ke3: bytesOf(32) });

export const removeFactorSchema = z.strictObject({ ...withHandle, factorId: uuidSchema });

/** POST …/sign-in/start: where the browser goes. */
export const startSignInSchema = z.strictObject({ ...withHandle, provider: z.string().regex(/^p-[a-z2-7]{10}$/) });
export const signInStartedSchema = z.strictObject({ address: z.url() });
/** POST /open/api/factors/sign-in/finish, from the page to which the provider sends the browser back. */
export const finishSignInSchema = z.strictObject({
  state: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  code: z
    .string()
    .min(1)
    .max(4096)
    .regex(/^[\x21-\x7e]*$/),
});
export const signInFinishedSchema = z.strictObject({
  handle: handleSchema,
  /** `linked`: this account is now known as his. `known`: it was. `someone_else`: it is not his; nothing was proved. */
  outcome: z.enum(['linked', 'known', 'someone_else', 'prove_first', 'failed']),
  label: z.string(),
});
export type SignInFinished = z.infer<typeof signInFinishedSchema>;

/** GET /api/v1/recipients/factors: what recipients have set up, for the list in the console. */
export const recipientFactorsSchema = z.strictObject({
  recipients: z.array(
    z.strictObject({
      recipientId: uuidSchema,
      factors: z.array(
        z.strictObject({ kind: ownFactorKindSchema, createdAt: timeSchema, lastAt: timeSchema.nullable() }),
      ),
    }),
  ),
});
export type RecipientFactors = z.infer<typeof recipientFactorsSchema>;

export const RESET_REASONS = ['device_lost', 'asked', 'suspicion'] as const;
export const resetReasonSchema = z.enum(RESET_REASONS);
export type ResetReason = z.infer<typeof resetReasonSchema>;
/** POST /api/v1/recipients/:id/factors/reset: everything that this recipient set up is taken away; the reason is kept in the audit log. */
export const resetFactorsSchema = z.strictObject({ reason: resetReasonSchema });
export const resetAnswerSchema = z.strictObject({ removed: z.number().int() });

/** POST /api/v1/transfers/:id/passphrase/start and …/passphrase: the sender's browser registers a passphrase for one recipient (RFC 9807). */
export const startSenderPassphraseSchema = z.strictObject({ recipientId: uuidSchema, request: bytesOf(33) });
export const senderPassphraseStartedSchema = z.strictObject({ response: z.string(), context: z.string() });
/** null takes it away. */
export const setSenderPassphraseSchema = z.strictObject({ recipientId: uuidSchema, record: bytesOf(129).nullable() });
