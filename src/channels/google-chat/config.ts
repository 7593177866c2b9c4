/** Settings of a Google Chat webhook (developers.google.com/workspace/chat/quickstart/webhooks). */
import { z } from 'zod';
import { placeSchema, secretText, serviceUrlSchema } from '../settings.ts';

export const GOOGLE_CHAT_HOST = 'https://chat.googleapis.com';

export const googleChatConfigSchema = z.strictObject({
  baseUrl: serviceUrlSchema.default(GOOGLE_CHAT_HOST),
  /** What stands between `spaces/` and `/messages` in the webhook's address. */
  space: z.string().regex(/^[A-Za-z0-9_-]{4,64}$/),
  /** The values of `key` and `token` in it, decoded. */
  key: secretText(/^[A-Za-z0-9_-]{8,128}$/),
  token: secretText(/^[A-Za-z0-9_=-]{8,256}$/),
  jurisdiction: placeSchema,
});

export type GoogleChatConfig = z.output<typeof googleChatConfigSchema>;
