/** Set-up, sign-in state and staff. Sign-in itself is under /api/auth (see docs/api.md). */
import { z } from 'zod';
import { citySchema, jurisdictionSchema } from '../jurisdiction.ts';
import { levelPolicySchema } from '../level-policy.ts';
import { localeSchema } from '../locale.ts';
import { addressSchema, lineSchema, timeSchema, uuidSchema } from './common.ts';

export const ROLES = ['officer', 'sender', 'auditor'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** Staff passwords: length only (NIST SP 800-63B section 3.1.1.2); a second factor is always required besides. */
export const passwordSchema = z.string().min(12).max(128);

/** POST /api/v1/setup. `token` is the one-time token of the link that the server printed when it first started. */
export const setupRequestSchema = z.strictObject({
  token: z.string().min(20).max(100),
  organisation: z.strictObject({ name: lineSchema, locale: localeSchema }),
  legalEntity: z.strictObject({ name: lineSchema, jurisdiction: jurisdictionSchema, city: citySchema.nullable() }),
  officer: z.strictObject({ name: lineSchema, email: addressSchema, password: passwordSchema }),
});
export type SetupRequest = z.infer<typeof setupRequestSchema>;

/** The three shares of the records key are shown once and kept nowhere by the server; any two open records. */
export const setupResponseSchema = z.strictObject({
  organisationId: uuidSchema,
  recordsKey: z.strictObject({ recipient: z.string(), shares: z.tuple([z.string(), z.string(), z.string()]) }),
});
export type SetupResponse = z.infer<typeof setupResponseSchema>;

export const legalEntitySchema = z.strictObject({
  id: uuidSchema,
  name: z.string(),
  jurisdiction: jurisdictionSchema,
  city: z.string().nullable(),
});

/**
 * GET /api/v1/session: what the console needs to know first. `stage` says which page to show:
 * `setup` (nobody yet), `signed_out`, `enrol` (signed in, second factor still missing: nothing else works), `ready`.
 */
export const sessionSchema = z.strictObject({
  stage: z.enum(['setup', 'signed_out', 'enrol', 'ready']),
  /** Null when signed out. */
  csrf: z.string().nullable(),
  sandbox: z.boolean(),
  /** The server ends TLS itself or stands behind a configured proxy; false on plain loopback ("for trying out"). */
  secure: z.boolean(),
  version: z.string(),
  organisation: z.strictObject({ name: z.string(), locale: localeSchema }).nullable(),
  person: z
    .strictObject({
      id: uuidSchema,
      name: z.string(),
      email: z.string(),
      role: roleSchema,
      totp: z.boolean(),
      passkeys: z.number().int(),
    })
    .nullable(),
  entities: z.array(legalEntitySchema),
  /** What the organisation calls its levels, where it does not use the shipped names. */
  levelNames: levelPolicySchema.shape.names,
});
export type Session = z.infer<typeof sessionSchema>;

/** POST /api/v1/staff (officers): answers with a one-time enrolment link to hand over in person. */
export const inviteStaffSchema = z.strictObject({ name: lineSchema, email: addressSchema, role: roleSchema });
export type InviteStaff = z.infer<typeof inviteStaffSchema>;
export const inviteStaffResponseSchema = z.strictObject({
  staffId: uuidSchema,
  enrolmentLink: z.string(),
  expiresAt: timeSchema,
});
/** POST /api/v1/enrol: the invited person sets a password and is signed in at stage `enrol`. */
export const enrolRequestSchema = z.strictObject({ token: z.string().min(20).max(100), password: passwordSchema });
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

/** GET /api/v1/staff */
export const staffListSchema = z.strictObject({
  staff: z.array(
    z.strictObject({
      id: uuidSchema,
      name: z.string(),
      email: z.string(),
      role: roleSchema,
      state: z.enum(['invited', 'enrolling', 'active', 'disabled']),
      createdAt: timeSchema,
    }),
  ),
});
export type StaffList = z.infer<typeof staffListSchema>;
