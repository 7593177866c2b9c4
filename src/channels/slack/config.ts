/** Settings of a Slack incoming webhook (docs.slack.dev: sending-messages-using-incoming-webhooks). */
import { z } from 'zod';
import { placeSchema, secretText, serviceUrlSchema } from '../settings.ts';

export const SLACK_HOST = 'https://hooks.slack.com';

export const slackConfigSchema = z.strictObject({
  baseUrl: serviceUrlSchema.default(SLACK_HOST),
  /** What stands after the host in the webhook's address, such as `/services/T…/B…/…`. */
  path: secretText(/^\/services\/[A-Za-z0-9]{1,32}\/[A-Za-z0-9]{1,32}\/[A-Za-z0-9]{8,64}$/),
  /** `button`: a button, beside which Slack shows a warning until the app has an address for interactivity; `text`: a named link. */
  link: z.enum(['button', 'text']).default('button'),
  jurisdiction: placeSchema,
});

export type SlackConfig = z.output<typeof slackConfigSchema>;
