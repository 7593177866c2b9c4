/** Settings of one mail server that takes our messages (RFC 6409 submission). */
import { z } from 'zod';
import { mailboxSchema, placeSchema, secretText } from '../settings.ts';
import { isLoopback } from '../text.ts';

export const emailConfigSchema = z
  .strictObject({
    host: z.string().regex(/^(?:[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*|::1)$/),
    port: z.int().min(1).max(65_535).default(587),
    security: z.enum(['starttls', 'tls', 'plain-loopback']).default('starttls'),
    user: z.string().min(1).max(254).optional(),
    password: secretText(/^[^\p{Cc}]{1,256}$/u).optional(),
    from: mailboxSchema,
    certificateAuthority: z.string().max(100_000).optional(),
    jurisdiction: placeSchema,
  })
  .refine((config) => config.security !== 'plain-loopback' || isLoopback(config.host), { path: ['security'] })
  .refine((config) => (config.user === undefined) === (config.password === undefined), { path: ['password'] });

export type EmailConfig = z.output<typeof emailConfigSchema>;
