/** Answers from the process of a document. A document can have taken it over: they are checked like anything from outside. */
import { z } from 'zod';
import { type Answer, type Answered, OFFICE_ENDINGS } from '../protocol.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const fraction = z.number().min(0).max(1);
const side = z.number().int().min(1).max(20_000);

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

const answerSchema: z.ZodType<Answer> = z.discriminatedUnion('kind', [
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

export const answeredSchema: z.ZodType<Answered> = z.strictObject({
  number: z.number().int().min(0),
  answer: answerSchema,
});
