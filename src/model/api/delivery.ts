/** Deliveries over HTTP: the recipient page's devices and receipts, the console's view of a delivery, certificates, and how a sender is told. */
import { z } from 'zod';
import { DELIVERY_STEPS, receivedSchema, ROBOTS } from '../delivery.ts';
import { localeSchema } from '../locale.ts';
import { DELIVERY_NEWS } from '../notice.ts';
import { timeSchema, uuidSchema } from './common.ts';
import { handleSchema } from './open.ts';

/** POST /open/api/seen: the page's script ran. The answer is the same for every handle. */
export const seenSchema = z.strictObject({ handle: handleSchema });

/** POST /open/api/device: `signature` (r and s, base64url) by the key over `entrepot.device/v1\n<csrf>\n<publicKey>\n`. */
export const showDeviceSchema = z.strictObject({
  handle: handleSchema,
  /** The point's coordinates, `<x>.<y>`, base64url. */
  publicKey: z.string().max(100),
  signature: z.string().max(100),
});
export type ShowDevice = z.infer<typeof showDeviceSchema>;
export const shownDeviceSchema = z.strictObject({ deviceId: uuidSchema });

export const deviceListSchema = z.strictObject({
  devices: z.array(
    z.strictObject({
      id: uuidSchema,
      recipientId: uuidSchema,
      firstAt: timeSchema,
      lastAt: timeSchema,
      /** The one that asks. */
      current: z.boolean(),
    }),
  ),
});
export type DeviceList = z.infer<typeof deviceListSchema>;
export const ownDevicesRequestSchema = z.strictObject({ handle: handleSchema });
export const forgetDeviceSchema = z.strictObject({ handle: handleSchema, deviceId: uuidSchema });

/** POST /open/api/delivery: what may be confirmed about an opening. */
export const deliveryRequestSchema = z.strictObject({ handle: handleSchema, openingId: uuidSchema });
export const deliveryAnswerSchema = z.strictObject({
  /** The statement without device and time, which the page adds; null while nothing has come to the recipient yet. */
  statement: z
    .strictObject({
      log: z.string(),
      logIndex: z.number().int(),
      reference: z.string(),
      opening: uuidSchema,
      object: uuidSchema,
      sha256: z.string(),
      received: receivedSchema,
    })
    .nullable(),
  deviceId: uuidSchema.nullable(),
  /** When this device signed for it. */
  signedAt: timeSchema.nullable(),
});
export type DeliveryAnswer = z.infer<typeof deliveryAnswerSchema>;

/** POST /open/api/receipt: the exact text that was signed, and the signature (r and s, base64url). */
export const signReceiptSchema = z.strictObject({
  handle: handleSchema,
  openingId: uuidSchema,
  statement: z.string().min(2).max(150_000),
  signature: z.string().max(100),
});
export type SignReceipt = z.infer<typeof signReceiptSchema>;
export const signedReceiptSchema = z.strictObject({ signedAt: timeSchema });

/** POST /open/certificate: the recipient's own copy, asked for by a form. */
export const ownCertificateSchema = z.strictObject({
  handle: handleSchema,
  csrf: z.string().max(200),
  reference: z.string().min(1).max(40),
  format: z.enum(['pdf', 'json']),
  locale: localeSchema,
});

const openingViewSchema = z.strictObject({
  id: uuidSchema,
  objectId: uuidSchema,
  kind: z.enum(['text', 'download', 'view']),
  openedAt: timeSchema,
  releasedAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
  place: z.string().nullable(),
  deviceId: uuidSchema.nullable(),
  /** Pages shown, in order; empty for what has none. */
  pages: z.array(z.strictObject({ page: z.number().int(), shownAt: timeSchema, times: z.number().int() })),
  pagesOf: z.number().int().nullable(),
  receipts: z.array(z.strictObject({ signedAt: timeSchema, deviceId: uuidSchema, key: z.string() })),
});

/** GET /api/v1/transfers/:id/delivery */
export const deliverySchema = z.strictObject({
  objects: z.array(z.strictObject({ id: uuidSchema, kind: z.enum(['message', 'file']), name: z.string() })),
  recipients: z.array(
    z.strictObject({
      id: uuidSchema,
      name: z.string(),
      organisation: z.string(),
      /** The steps that were seen, each with its first time; in the order of DELIVERY_STEPS. */
      steps: z.array(z.strictObject({ step: z.enum(DELIVERY_STEPS), at: timeSchema })),
      /** What the vendor said about the notice; null where it says nothing. */
      connection: z.string().nullable(),
      previews: z.array(z.strictObject({ robot: z.enum(ROBOTS), firstAt: timeSchema, times: z.number().int() })),
      /** Names of the factors of each proof, never their values. */
      proofs: z.array(z.strictObject({ at: timeSchema, factors: z.array(z.string()), place: z.string().nullable() })),
      openings: z.array(openingViewSchema),
      devices: z.array(z.strictObject({ id: uuidSchema, key: z.string(), firstAt: timeSchema, lastAt: timeSchema })),
    }),
  ),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** POST /api/v1/transfers/:id/certificate */
export const makeCertificateSchema = z.strictObject({
  format: z.enum(['pdf', 'json']),
  locale: localeSchema,
  /** Only this recipient; null: all. */
  recipientId: uuidSchema.nullable(),
});
export type MakeCertificate = z.infer<typeof makeCertificateSchema>;

/** GET and POST /api/v1/delivery/wish */
export const deliveryWishSchema = z.strictObject({
  /** Null: shown in the console only. */
  connection: z.string().min(1).max(64).nullable(),
  events: z.array(z.enum(DELIVERY_NEWS)).max(DELIVERY_NEWS.length),
  /** Held back outside working hours. */
  byDay: z.boolean(),
});
export type DeliveryWish = z.infer<typeof deliveryWishSchema>;

export const deliveryWishViewSchema = deliveryWishSchema.extend({
  /** Connections that can reach the reader. */
  connections: z.array(
    z.strictObject({ id: z.string(), label: z.string(), kind: z.string(), reaches: z.enum(['email', 'group']) }),
  ),
  /** Working hours of the organisation's place are known. */
  calendar: z.boolean(),
});
export type DeliveryWishView = z.infer<typeof deliveryWishViewSchema>;

export const NEWS_KINDS = [
  'object.opened',
  'object.downloaded',
  'receipt.signed',
  'object.open_refused',
  'identity.locked',
] as const;

/** GET /api/v1/delivery/news: what became of the reader's own transfers in the last 30 days, newest first. */
export const deliveryNewsSchema = z.strictObject({
  /** Since the reader said that he has seen them; at most `UNSEEN_MAX`. */
  unseen: z.number().int(),
  news: z.array(
    z.strictObject({
      id: uuidSchema,
      kind: z.enum(NEWS_KINDS),
      at: timeSchema,
      transferId: uuidSchema,
      reference: z.string(),
      recipient: z.string().nullable(),
      unseen: z.boolean(),
    }),
  ),
});
export type DeliveryNewsList = z.infer<typeof deliveryNewsSchema>;

/** GET /api/v1/transfers/:id/archives : locked archives that were taken, without their passwords. */
export const lockedArchiveListSchema = z.strictObject({
  archives: z.array(
    z.strictObject({ openingId: uuidSchema, objectId: uuidSchema, recipientId: uuidSchema, madeAt: timeSchema }),
  ),
});
export type LockedArchiveList = z.infer<typeof lockedArchiveListSchema>;

/** POST /api/v1/transfers/:id/archives/:opening/password : for its sender or an officer to read out; recorded. */
export const archivePasswordSchema = z.strictObject({ password: z.string() });
