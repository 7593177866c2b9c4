/** Settings of a Mattermost incoming webhook (developers.mattermost.com/integrate/webhooks/incoming). */
import { z } from 'zod';
import { placeSchema, secretText, serviceUrlSchema } from '../settings.ts';

export const mattermostConfigSchema = z.strictObject({
  /** Address of the organisation's own server, perhaps with a path. */
  baseUrl: serviceUrlSchema,
  /** The last part of the webhook's address. */
  hook: secretText(/^[a-z0-9]{8,64}$/),
  jurisdiction: placeSchema,
});

export type MattermostConfig = z.output<typeof mattermostConfigSchema>;
