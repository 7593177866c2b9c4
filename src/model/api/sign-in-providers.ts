/** Places where recipients can sign in to say who they are, as officers keep them. */
import { z } from 'zod';
import { lineSchema, timeSchema } from './common.ts';
import { providerKindSchema } from './open-factors.ts';

/** `p-` and ten letters of base32. */
export const providerIdSchema = z.string().regex(/^p-[a-z2-7]{10}$/);

/** Members are those of the kind (src/channels/sign-in); what is not known is refused. `clientSecret` is never given out. */
const settingsSchema = z.record(
  z.string().regex(/^[A-Za-z]{1,40}$/),
  z.union([z.string().max(600), z.array(z.string().max(300)).max(10)]),
);

export const providerViewSchema = z.strictObject({
  id: providerIdSchema,
  kind: providerKindSchema,
  label: z.string(),
  paused: z.boolean(),
  settings: settingsSchema,
  /** To be registered at the place. */
  callback: z.string(),
  /** Hosts that are called. */
  hosts: z.array(z.string()),
  /** False: its settings are no longer of the expected form. */
  usable: z.boolean(),
  changedAt: timeSchema,
});
export type ProviderView = z.infer<typeof providerViewSchema>;

/** GET /api/v1/sign-in-providers */
export const providerListSchema = z.strictObject({ providers: z.array(providerViewSchema) });
export type ProviderList = z.infer<typeof providerListSchema>;

/** POST /api/v1/sign-in-providers */
export const newProviderSchema = z.strictObject({
  kind: providerKindSchema,
  label: lineSchema,
  settings: settingsSchema,
});
export type NewProvider = z.infer<typeof newProviderSchema>;
export const addedProviderSchema = z.strictObject({ id: providerIdSchema });

/** POST /api/v1/sign-in-providers/:id/change: `clientSecret` that is left out stays, unless a host changes. */
export const changeProviderSchema = newProviderSchema.omit({ kind: true });
export type ChangeProvider = z.infer<typeof changeProviderSchema>;

/** POST /api/v1/sign-in-providers/:id/probe: `why` is a dotted word. */
export const providerProbeSchema = z.strictObject({ ok: z.boolean(), why: z.string().nullable() });
export type ProviderProbe = z.infer<typeof providerProbeSchema>;
