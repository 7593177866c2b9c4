/** What the process for one file is told: a line of JSON, then the bytes; and how it answers: the same. */
import { z } from 'zod';

const hexKey = z.string().regex(/^[0-9a-f]{64}$/);
const keysSchema = z.strictObject({ carrierL: hexKey, fingerprintL: hexKey, carrierW: hexKey, fingerprintW: hexKey });

export const fileJobSchema = z.discriminatedUnion('task', [
  z.strictObject({
    task: z.literal('mark'),
    name: z.string(),
    viewId: z.string(),
    stamp: z.string(),
    pages: z.array(keysSchema),
  }),
  z.strictObject({ task: z.literal('find') }),
]);
export type FileJob = z.infer<typeof fileJobSchema>;

export const fileAnswerSchema = z.discriminatedUnion('answer', [
  z.strictObject({
    answer: z.literal('marked'),
    places: z.array(z.enum(['overlay', 'picture', 'metadata', 'text'])),
  }),
  z.strictObject({
    answer: z.literal('as_is'),
    why: z.enum(['unsupported', 'signed', 'encrypted', 'too_large', 'broken', 'meaning']),
  }),
  z.strictObject({ answer: z.literal('found'), stamps: z.array(z.string()) }),
]);
export type FileAnswer = z.infer<typeof fileAnswerSchema>;

/** Line and bytes in one. */
export function joinLine(head: object, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes]);
}

/** @throws when there is no line */
export function splitLine(whole: Buffer): { readonly head: unknown; readonly bytes: Buffer } {
  const end = whole.indexOf(0x0a);
  if (end < 0) throw new Error('no line');
  const head: unknown = JSON.parse(whole.subarray(0, end).toString('utf8'));
  return { head, bytes: whole.subarray(end + 1) };
}
