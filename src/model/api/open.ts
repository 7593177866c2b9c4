/**
 * What the recipient page says and hears. GET /n/:handle is one constant page for every handle, known or not; all
 * that follows are POSTs. Two factors: the notice (its handle) and a one-time code sent by another route.
 */
import { z } from 'zod';
import { localeSchema } from '../locale.ts';
import { addressSchema, timeSchema, uuidSchema } from './common.ts';
import { codeFactorSchema, sentRouteSchema } from './open-identity.ts';

export const handleSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/** POST /open/api/code: asks for a code. The answer is the same whether or not handle and address fit together. */
export const requestCodeSchema = z.strictObject({
  handle: handleSchema,
  address: addressSchema,
  locale: localeSchema,
  /** Left out: the best that there is. One that is not possible for this person sends nothing, and sounds the same. */
  route: sentRouteSchema.exactOptional(),
});
export type RequestCode = z.infer<typeof requestCodeSchema>;
export const requestCodeResponseSchema = z.strictObject({
  minutesValid: z.number().int(),
  resendInSeconds: z.number().int(),
});
export type CodeRequested = z.infer<typeof requestCodeResponseSchema>;

/**
 * POST /open/api/verify: sets the recipient's cookie on success. Wrong, used up, expired and unknown are one answer,
 * `access.code_not_accepted` (HTTP 403).
 */
export const verifyCodeSchema = z.strictObject({
  handle: handleSchema,
  address: addressSchema,
  code: z.string().regex(/^\d{6}$/),
  /** Left out: a code that was sent. */
  as: codeFactorSchema.exactOptional(),
});
export type VerifyCode = z.infer<typeof verifyCodeSchema>;

export const openObjectSchema = z.strictObject({
  id: uuidSchema,
  kind: z.enum(['message', 'file']),
  name: z.string(),
  size: z.number().int(),
  mediaType: z.string(),
  permission: z.enum(['view', 'download']),
  opensLeft: z.number().int(),
  /** Of the transfer it belongs to: a notice to a group may tell of several. */
  reference: z.string(),
  sentAt: timeSchema,
});

/** Answer of verify and of POST /open/api/session {handle} (resume after reload; `access.session_ended` 401 otherwise). */
export const openSessionSchema = z.strictObject({
  /** Sent back in `x-entrepot-csrf` or the form field `csrf`. */
  csrf: z.string(),
  reference: z.string(),
  organisation: z.string(),
  sender: z.string(),
  expiresAt: timeSchema,
  state: z.enum(['granted', 'revoked', 'expired']),
  objects: z.array(openObjectSchema),
  /** The sender's side took his own factors away; said until he has seen it. */
  factorsReset: z.literal(true).optional(),
});
export type OpenSession = z.infer<typeof openSessionSchema>;

/**
 * POST /open/api/open {handle, objectId, openingId?}: decides for this place and time, claims one opening, writes the audit event, waits
 * for the signed checkpoint, releases. `message` objects come back as text; files are fetched with a form POST to
 * /open/download (fields handle, openingId, csrf), which streams. A lost download is repeated with the same openingId until `until`
 * and is not counted again.
 */
export const openRequestSchema = z.strictObject({ handle: handleSchema, objectId: uuidSchema });
export type OpenRequest = z.infer<typeof openRequestSchema>;
/** Why the terms of a transfer do not let somebody open it now, here, or with what he proved. */
export const BARRED_REASONS = [
  'not_permitted',
  'not_yet',
  'expired',
  'place',
  'unknown_place',
  'network',
  'device',
  'device_unknown',
  'hours',
  'factors',
  'role',
] as const;
export type BarredReason = (typeof BARRED_REASONS)[number];

/** What else there is. */
export const OPEN_REASONS = [
  ...BARRED_REASONS,
  'revoked',
  'used_up',
  'held',
  'refused',
  'log_unavailable',
  'cannot_show',
] as const;

/** Pages to ask for, of what is for viewing only. */
export const viewSchema = z.strictObject({
  /** Of the pages in their order, in points; `count` pages of one size follow each other. */
  sizes: z.array(z.strictObject({ width: z.number(), height: z.number(), count: z.number().int() })),
  /** How the pages came about; `simplified` is text without the layout of the original. */
  drawn: z.enum(['original', 'converted', 'simplified', 'text', 'table', 'image']),
  /** Whose name is on the pages. */
  markedFor: z.string(),
  search: z.boolean(),
  textLayer: z.boolean(),
});
export type View = z.infer<typeof viewSchema>;

export const openResponseSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('released'),
    openingId: uuidSchema,
    opensLeft: z.number().int(),
    until: timeSchema,
    /** Position of the opening in the audit log. */
    logIndex: z.number().int(),
    text: z.string().nullable(),
    view: viewSchema.nullable(),
  }),
  z.strictObject({
    outcome: z.literal('not_now'),
    reason: z.enum(OPEN_REASONS),
    detail: z.string().nullable(),
  }),
]);
export type OpenResponse = z.infer<typeof openResponseSchema>;

/** Resolutions at which a page is drawn: reading, and two steps of zoom. */
export const PAGE_DPI = [72, 110, 150, 200] as const;

/**
 * POST /open/api/page, in an opening that is already in the audit log: one page as an image (image/jpeg, or image/webp when asked for by
 * `accept`), never stored. Asked again for each page: session, opening and grant alive; whatever ended is `access.not_permitted` with
 * `details.outcome`.
 */
export const pageRequestSchema = z.strictObject({
  handle: handleSchema,
  openingId: uuidSchema,
  page: z.number().int().min(1).max(10_000),
  dpi: z.literal(PAGE_DPI),
});
export type PageRequestBody = z.infer<typeof pageRequestSchema>;

/** POST /open/api/find: places of a text on the pages, as fractions of the page from its top left; never text. */
export const findRequestSchema = z.strictObject({
  handle: handleSchema,
  openingId: uuidSchema,
  text: z.string().trim().min(1).max(100),
});
export const findResponseSchema = z.strictObject({
  places: z.array(
    z.strictObject({
      page: z.number().int(),
      rects: z.array(z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })),
    }),
  ),
});
export type FindResponse = z.infer<typeof findResponseSchema>;

/** POST /open/api/page-text: the text of a page that was shown, for screen readers. It can be copied, so it is recorded. */
export const pageTextRequestSchema = pageRequestSchema.omit({ dpi: true });
export const pageTextResponseSchema = z.strictObject({ text: z.string() });

/** Form fields of POST /open/download. `as`: the file, or an AES-256 ZIP archive whose password the sender has. */
export const downloadFormSchema = z.strictObject({
  handle: handleSchema,
  openingId: uuidSchema,
  csrf: z.string().max(200),
  as: z.enum(['file', 'archive']).default('file'),
});
export type DownloadForm = z.infer<typeof downloadFormSchema>;
