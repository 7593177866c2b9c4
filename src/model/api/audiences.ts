/** Audiences: named groups of recipients, to whom doors send; and what vendors call a recipient. */
import { z } from 'zod';
import { lineSchema, timeSchema, uuidSchema } from './common.ts';

/** Everybody of a group may open what is sent to it, so the group stays one that a person can look through. */
export const AUDIENCE_MAX = 500;

const memberIds = z.array(uuidSchema).max(AUDIENCE_MAX);

/** POST /api/v1/audiences */
export const createAudienceSchema = z.strictObject({
  name: lineSchema.max(100),
  recipientIds: memberIds.default([]),
});
export type CreateAudience = z.infer<typeof createAudienceSchema>;
/** As somebody sends it: what has a default may be left out. */
export type CreateAudienceRequest = z.input<typeof createAudienceSchema>;

/** POST /api/v1/audiences/:id/rename */
export const renameAudienceSchema = z.strictObject({ name: lineSchema.max(100) });

/** POST /api/v1/audiences/:id/members. Whoever is removed opens nothing more from the next request on. */
export const changeMembersSchema = z.strictObject({ add: memberIds.default([]), remove: memberIds.default([]) });
export type ChangeMembers = z.infer<typeof changeMembersSchema>;

export const audienceSchema = z.strictObject({
  id: uuidSchema,
  name: z.string(),
  createdAt: timeSchema,
  members: z.array(
    z.strictObject({
      recipientId: uuidSchema,
      name: z.string(),
      organisation: z.string(),
      jurisdiction: z.string(),
      city: z.string().nullable(),
      addedAt: timeSchema,
    }),
  ),
  /** Where the members are, most members first. */
  places: z.array(z.strictObject({ jurisdiction: z.string(), members: z.number().int() })),
  /** Doors that send to it; while there are any it cannot be removed. */
  doors: z.array(z.strictObject({ id: uuidSchema, name: z.string() })),
});
export type Audience = z.infer<typeof audienceSchema>;

/** GET /api/v1/audiences: by name. */
export const audienceListSchema = z.strictObject({ audiences: z.array(audienceSchema) });
export type AudienceList = z.infer<typeof audienceListSchema>;
export const audienceCreatedSchema = z.strictObject({ id: uuidSchema });

/** Vendors that call people by an identifier of their own. */
export const IDENTITY_VENDORS = ['dingtalk', 'wecom', 'feishu'] as const;
export const identityVendorSchema = z.enum(IDENTITY_VENDORS);
export type IdentityVendor = z.infer<typeof identityVendorSchema>;

/** POST /api/v1/recipients/:id/identities: `null` removes it. */
export const setIdentitySchema = z.strictObject({
  vendor: identityVendorSchema,
  /** What the vendor calls the person: letters, digits and a few signs. */
  providerId: z
    .string()
    .regex(/^[A-Za-z0-9._@$:+-]{1,128}$/)
    .nullable(),
});
export type SetIdentity = z.infer<typeof setIdentitySchema>;

/** GET /api/v1/recipients/identities */
export const identityListSchema = z.strictObject({
  identities: z.array(
    z.strictObject({ recipientId: uuidSchema, vendor: identityVendorSchema, providerId: z.string() }),
  ),
});
export type IdentityList = z.infer<typeof identityListSchema>;
