/**
 * What a recipient's device signs about an opening, and what is said of a delivery. The statement is canonical JSON (RFC 8785) of a closed set of
 * members: the page writes it, the server and whoever checks a certificate read it by the same schema.
 */
import { z } from 'zod';
import { uuidSchema } from './api/common.ts';

export const RECEIPT_FORMAT = 'entrepot.receipt/v1';

/** What came to the recipient: a message's text, pages that were drawn (numbered from 1), or a file to its last byte: his own copy of it. */
export const receivedSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), bytes: z.number().int().min(0) }),
  z.strictObject({
    kind: z.literal('file'),
    /** Of the copy that left, which may be marked or in an archive; null for what was made while it was taken. */
    bytes: z.number().int().min(0).nullable(),
    /** SHA-256 of that copy, hex: he can compare it with what he has. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
  }),
  z.strictObject({
    kind: z.literal('pages'),
    /** Ascending, each once. */
    pages: z.array(z.number().int().min(1).max(100_000)).min(1).max(20_000),
    /** Of how many. */
    of: z.number().int().min(1).max(100_000),
  }),
]);
export type Received = z.infer<typeof receivedSchema>;

export const receiptStatementSchema = z.strictObject({
  format: z.literal(RECEIPT_FORMAT),
  /** Origin of the audit log, and the place of the opening's event in it. */
  log: z.string().min(1).max(300),
  logIndex: z.number().int().min(0),
  reference: z.string().min(1).max(40),
  opening: uuidSchema,
  object: uuidSchema,
  /** SHA-256 of the content as it was sent, hex, as the server names it: a copy may be marked. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  received: receivedSchema,
  device: uuidSchema,
  /** By the device's clock. */
  time: z.iso.datetime({ precision: 3 }),
});
export type ReceiptStatement = z.infer<typeof receiptStatementSchema>;

/** Who a program said that it was when it loaded a notice's page. `unknown`: it did not say, or it was a person. */
export const ROBOTS = [
  'dingtalk',
  'feishu',
  'tencent',
  'whatsapp',
  'telegram',
  'slack',
  'microsoft',
  'meta',
  'discord',
  'line',
  'x',
  'linkedin',
  'apple',
  'google',
  'baidu',
  'mail_filter',
  'program',
  'unknown',
] as const;
export type Robot = (typeof ROBOTS)[number];

/** How far a delivery came, from the first step to the last. A later one does not prove those before it. */
export const DELIVERY_STEPS = [
  'queued',
  'noticed',
  'previewed',
  'looked',
  'proved',
  'opened',
  'released',
  'shown',
  'finished',
  'receipt',
] as const;
export type DeliveryStep = (typeof DELIVERY_STEPS)[number];
