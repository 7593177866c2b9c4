/**
 * A delivery certificate: what became of one transfer, with everything that an outsider needs to check it without the server that made it
 * (docs/delivery.md). What people read (`about`) is bound to the log by the digest in the event `certificate.made`; everything else proves itself.
 */
import { z } from 'zod';
import { timeSchema, uuidSchema } from './api/common.ts';

export const CERTIFICATE_FORMAT = 'entrepot.certificate/v1';

export const certificateAboutSchema = z.strictObject({
  reference: z.string().min(1).max(40),
  transfer: uuidSchema,
  organisation: z.string().max(500),
  sender: z.string().max(500),
  made: timeSchema,
  /** For whom it was made: what concerns other recipients is left out of a recipient's. */
  for: z.enum(['sender', 'recipient']),
  recipients: z
    .array(z.strictObject({ id: uuidSchema, name: z.string().max(500), organisation: z.string().max(500) }))
    .max(1000),
  objects: z
    .array(
      z.strictObject({
        id: uuidSchema,
        kind: z.enum(['message', 'file']),
        name: z.string().max(500),
        size: z.number().int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(1000),
});
export type CertificateAbout = z.infer<typeof certificateAboutSchema>;

const certificateEventSchema = z.strictObject({
  index: z.number().int().min(0),
  /** A disclosure (docs/spec/audit-log.md, section 4). */
  disclosure: z.looseObject({}),
  /** A proof file (c2sp.org/tlog-proof). */
  proof: z.string().max(1_000_000),
});

const certificateReceiptSchema = z.strictObject({
  /** Index of its event `receipt.signed`. */
  index: z.number().int().min(0),
  /** The exact text that was signed: entrepot.receipt/v1. */
  statement: z.string().max(200_000),
  /** ECDSA, DER, base64. */
  signature: z.string().max(200),
  /** P-256, PEM. */
  publicKey: z.string().max(1000),
});

export const certificateSchema = z.strictObject({
  format: z.literal(CERTIFICATE_FORMAT),
  about: certificateAboutSchema,
  log: z.strictObject({ vkey: z.string().max(1000), checkpoint: z.string().max(1_000_000) }),
  events: z.array(certificateEventSchema).max(20_000),
  receipts: z.array(certificateReceiptSchema).max(10_000),
});
export type Certificate = z.infer<typeof certificateSchema>;
