/** What the examining process is asked, and what it answers: one answer to each question. */
import { z } from 'zod';

const MOST_PIXELS = 60_000_000;
const HIGHEST = 6;
const LARGEST_COORDINATE = 1_000_000;

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const pixelsSchema = z
  .strictObject({ width: z.int().positive(), height: z.int().positive(), data: bytesSchema })
  .refine(({ width, height, data }) => width * height === data.length && data.length <= MOST_PIXELS)
  .refine(({ width, height }) => height <= HIGHEST * width);
const coordinateSchema = z.number().min(-LARGEST_COORDINATE).max(LARGEST_COORDINATE);
const pointSchema = z.strictObject({ x: coordinateSchema, y: coordinateSchema }).readonly();
const cornersSchema = z.tuple([pointSchema, pointSchema, pointSchema, pointSchema]).readonly();

export const questionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('read'), leak: z.string(), bytes: bytesSchema }),
  z.strictObject({ kind: z.literal('base'), bytes: bytesSchema }),
  z.strictObject({ kind: z.literal('match'), leak: z.string(), page: pixelsSchema }),
  z.strictObject({
    kind: z.literal('observe'),
    leak: z.string(),
    page: pixelsSchema,
    corners: cornersSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('blind'),
    leak: z.string(),
    aspect: z.number().positive().max(HIGHEST),
    corners: cornersSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal('release'), leak: z.string() }),
]);
export type Question = z.infer<typeof questionSchema>;

const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);

export const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('leak'), width: z.int(), height: z.int() }),
  z.strictObject({ kind: z.literal('unreadable'), why: z.enum(['not_an_image', 'too_large', 'too_small']) }),
  z.strictObject({ kind: z.literal('pixels'), pixels: pixelsSchema }),
  z.strictObject({ kind: z.literal('matched'), inliers: z.int() }),
  z.strictObject({
    kind: z.literal('observed'),
    L: floats,
    W: floats,
    quality: z.number(),
    inverted: z.boolean(),
    scoresPerCandidate: z.int(),
  }),
  z.strictObject({ kind: z.literal('not_registered'), quality: z.number() }),
  z.strictObject({ kind: z.literal('released') }),
  z.strictObject({ kind: z.literal('failed') }),
]);
export type Answer = z.infer<typeof answerSchema>;
