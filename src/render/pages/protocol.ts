/**
 * What is said between the server and the process of one document. A document can have taken its process over: what comes
 * from there is checked like anything from outside, and one question has one answer.
 */
import { z } from 'zod';
import type { Bytes } from '../../base/bytes.ts';
import { pageLimitsSchema } from './limits.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const ownBytes = z.custom<Bytes>((value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer);
const fraction = z.number().min(0).max(1);
const side = z.number().int().min(1).max(20_000);

const pageRequestSchema = z.strictObject({
  page: z.number().int().min(1),
  dpi: z.number(),
  watermark: z.tuple([z.string(), z.string(), z.string()]).readonly().nullable(),
  mark: z
    .strictObject({
      viewId: z.string(),
      keys: z.strictObject({ carrierL: ownBytes, fingerprintL: ownBytes, carrierW: ownBytes, fingerprintW: ownBytes }),
    })
    .nullable(),
  format: z.enum(['jpeg', 'webp', 'png']),
});

export const OFFICE_ENDINGS = ['docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'rtf', 'doc', 'xls', 'ppt'] as const;
export type OfficeEnding = (typeof OFFICE_ENDINGS)[number];

export const questionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('open'),
    bytes,
    name: z.string(),
    mediaType: z.string(),
    /** Office files that can be made into PDF files here. */
    converts: z.array(z.enum(OFFICE_ENDINGS)),
    limits: pageLimitsSchema,
  }),
  /** The PDF of an Office file, and what made it. */
  z.strictObject({ kind: z.literal('converted'), bytes, by: z.string() }),
  z.strictObject({ kind: z.literal('page'), request: pageRequestSchema }),
  z.strictObject({ kind: z.literal('find'), text: z.string(), from: z.number(), to: z.number() }),
  z.strictObject({ kind: z.literal('text'), page: z.number() }),
]);
export type Question = z.infer<typeof questionSchema>;

const whySchema = z.enum([
  'unsupported',
  'encrypted',
  'broken',
  'too_large',
  'too_many_pages',
  'hostile',
  'no_converter',
  'macros',
  'video',
  'no_renderer',
]);

export const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({
    kind: z.literal('opened'),
    pages: z.array(z.strictObject({ width: z.number().positive(), height: z.number().positive() })).max(10_000),
    drawn: z.enum(['original', 'converted', 'simplified', 'text', 'table', 'image']),
    renderer: z.string().max(400),
  }),
  z.strictObject({ kind: z.literal('cannot'), why: whySchema }),
  /** An Office file that was looked through and is ready for the converter. */
  z.strictObject({ kind: z.literal('convert'), bytes, ending: z.enum(OFFICE_ENDINGS) }),
  z.strictObject({
    kind: z.literal('page'),
    bytes,
    mediaType: z.enum(['image/jpeg', 'image/webp', 'image/png']),
    width: side,
    height: side,
  }),
  z.strictObject({
    kind: z.literal('found'),
    places: z
      .array(
        z.strictObject({
          page: z.number().int().min(1),
          rects: z.array(z.strictObject({ x: fraction, y: fraction, width: fraction, height: fraction })).max(200),
        }),
      )
      .max(500),
  }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(2_000_000) }),
  /** The question could not be answered; said without a reason, which could quote the document. */
  z.strictObject({ kind: z.literal('failed') }),
]);
export type Answer = z.infer<typeof answerSchema>;
