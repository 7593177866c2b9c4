/** Settings of a short-message provider that takes one JSON POST per message. */
import { z } from 'zod';
import { placeSchema, secretText, serviceUrlSchema } from '../settings.ts';

const headerName = z.string().regex(/^[a-z0-9-]{1,64}$/);

/** Members of the provider's JSON body; `{{to}}`, `{{text}}` and `{{key}}` are replaced where they are a whole value. */
const bodyTemplateSchema = z
  .record(z.string().min(1).max(64), z.union([z.string().max(200), z.number(), z.boolean()]))
  .refine((template) => {
    const values = Object.values(template);
    const once = (mark: string): boolean => values.filter((value) => value === mark).length === 1;
    return values.length <= 20 && once('{{to}}') && once('{{text}}');
  });

export const smsConfigSchema = z.strictObject({
  url: serviceUrlSchema,
  /** All of them are treated as secret: a key is usually among them. Lower-case names. */
  headers: z.record(headerName, secretText(/^[\x20-\x7e]{1,1000}$/)).default({}),
  body: bodyTemplateSchema,
  /** Name of the header that makes the provider drop a repeat; without one a repeat may arrive twice. */
  idempotencyHeader: headerName.optional(),
  /** For providers that answer 200 to a refusal: the member that tells, and its value when the message was taken. */
  success: z
    .strictObject({ member: z.string().min(1).max(64), equals: z.union([z.string(), z.number(), z.boolean()]) })
    .optional(),
  jurisdiction: placeSchema,
});

export type SmsConfig = z.output<typeof smsConfigSchema>;
