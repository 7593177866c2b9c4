/** Partners to whom transfers go. Contacts are entered one by one; no address book is read. */
import { z } from 'zod';
import { recipientKindSchema } from '../facts.ts';
import { citySchema, jurisdictionSchema } from '../jurisdiction.ts';
import { localeSchema } from '../locale.ts';
import { addressSchema, lineSchema, timeSchema, uuidSchema } from './common.ts';

/** E.164 with the leading plus. */
export const phoneSchema = z.string().regex(/^\+[1-9]\d{6,14}$/);

export const createRecipientSchema = z.strictObject({
  name: lineSchema,
  organisation: lineSchema,
  /** One-time codes go here: by another route than the notice. */
  email: addressSchema,
  /** E.164. Needed only where the notice itself goes by e-mail: the code then comes as a text message. */
  phone: phoneSchema.nullable().optional(),
  jurisdiction: jurisdictionSchema,
  city: citySchema.nullable(),
  kind: recipientKindSchema,
  locale: localeSchema,
});
export type CreateRecipient = z.infer<typeof createRecipientSchema>;

/** Address and number are covered for whoever did not add the recipient: the beginning and the end of them, with dots between. */
export const recipientSchema = createRecipientSchema.extend({
  email: z.string(),
  phone: z.string().nullable().optional(),
  covered: z.boolean(),
  id: uuidSchema,
  createdAt: timeSchema,
});
export type Recipient = z.infer<typeof recipientSchema>;

/** GET /api/v1/recipients */
export const recipientListSchema = z.strictObject({ recipients: z.array(recipientSchema) });

/** POST /api/v1/recipients/:id/look: address and number, for a purpose; recorded, and shown to the recipient. */
export const contactSchema = z.strictObject({ email: z.string(), phone: z.string().nullable() });
export type Contact = z.infer<typeof contactSchema>;

/** POST /api/v1/recipients/find: who has exactly this address. Whoever asks knows it already. */
export const findRecipientSchema = z.strictObject({ email: addressSchema });
export const foundRecipientSchema = z.strictObject({ recipient: recipientSchema.nullable() });
