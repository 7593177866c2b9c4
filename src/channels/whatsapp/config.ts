/** Settings of a WhatsApp Business number (developers.facebook.com: WhatsApp Cloud API, template messages). */
import { z } from 'zod';
import { LOCALES } from '../../model/locale.ts';
import { placeSchema, secretText, serviceUrlSchema } from '../settings.ts';

export const WHATSAPP_HOST = 'https://graph.facebook.com';

const templateName = z.string().regex(/^[a-z0-9_]{1,512}$/);
const language = z.string().regex(/^[a-z]{2,3}(?:_[A-Z]{2})?$/);

export const whatsappConfigSchema = z.strictObject({
  baseUrl: serviceUrlSchema.default(WHATSAPP_HOST),
  version: z
    .string()
    .regex(/^v\d{2}\.\d$/)
    .default('v21.0'),
  phoneNumberId: z.string().regex(/^\d{5,20}$/),
  accessToken: secretText(/^[A-Za-z0-9|._-]{16,1024}$/),
  /** Approved template with two places in its text (title; what it is about) and one address button that ends in the handle. */
  noticeTemplate: templateName,
  /** Approved template with the same two places and no button. Without one this connection carries no trials. */
  testTemplate: templateName.optional(),
  /** Approved authentication template, whose only place and whose button take the code. Without one this connection carries no codes. */
  codeTemplate: templateName.optional(),
  /** What stands before `{{1}}` in the button's address: the public address of the landing pages, such as `https://gate.example.mo/n/`. */
  linkPrefix: serviceUrlSchema.refine((url) => url.endsWith('/')),
  /** The template's language for each of ours. */
  languages: z.partialRecord(z.enum(LOCALES), language).default({}),
  jurisdiction: placeSchema,
});

export type WhatsappConfig = z.output<typeof whatsappConfigSchema>;
