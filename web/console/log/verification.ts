/** What the page asks the verifying worker, and what it answers. Answers are checked: a worker is another program. */
import { z } from 'zod';

export type VerifyRequest = {
  /** Address under which the log's public files are. */
  readonly url: string;
  /** The key to believe: the one seen at an earlier visit, else the one that the server names. */
  readonly vkey: string;
  /** The signed checkpoint of an earlier visit, which the log must continue; null at the first. */
  readonly older: string | null;
};

const progressSchema = z.object({ kind: z.literal('progress'), done: z.number(), size: z.number() });
const verifiedSchema = z.object({
  kind: z.literal('verified'),
  origin: z.string(),
  size: z.number(),
  /** Base64, as in the checkpoint. */
  root: z.string(),
  /** The signed checkpoint, to be remembered. */
  checkpoint: z.string(),
  milliseconds: z.number(),
});
const refusedSchema = z.object({
  kind: z.literal('refused'),
  code: z.string(),
  path: z.string().nullable(),
  index: z.number().nullable(),
});
/** The check could not be made: says nothing about the log. */
const failedSchema = z.object({ kind: z.literal('failed'), code: z.string() });

export const answerSchema = z.discriminatedUnion('kind', [progressSchema, verifiedSchema, refusedSchema, failedSchema]);
export type VerifyAnswer = z.infer<typeof answerSchema>;
export type Verified = z.infer<typeof verifiedSchema>;
export type Refused = z.infer<typeof refusedSchema>;
