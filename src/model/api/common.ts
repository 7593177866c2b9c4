/** Shapes that every route shares. */
import { z } from 'zod';

/** Body of every answer that is not a success. `message` is English for logs; people see the catalogue's text for `code`. */
export const apiErrorSchema = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
});
export type ApiError = z.infer<typeof apiErrorSchema>;

/** Sent with every POST, PATCH and DELETE of a signed-in person; its value comes from the session answer. */
export const CSRF_HEADER = 'x-entrepot-csrf';

export const uuidSchema = z.uuid();
export const timeSchema = z.iso.datetime();
/** Names of people, organisations and places: one line, no control characters. */
export const lineSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u);
export const addressSchema = z.email().max(254);
