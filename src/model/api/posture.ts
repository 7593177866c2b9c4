/** How the other side and this installation are set up: what to fix first, what to answer, what is good. */
import { z } from 'zod';
import { ANSWER_VALUES, CHECK_IDS, RESULTS, STANDINGS } from '../posture.ts';
import { timeSchema, uuidSchema } from './common.ts';

const detailSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const count = z.number().int().nonnegative();

const checkSchema = z.strictObject({
  id: z.enum(CHECK_IDS),
  group: z.enum(['content', 'people', 'apps', 'access', 'own']),
  way: z.enum(['read', 'asked', 'own']),
  standing: z.enum(STANDINGS),
  /** Of the last run; null before the first. */
  result: z.enum(RESULTS).nullable(),
  detail: detailSchema,
  answer: z
    .strictObject({
      value: z.enum(ANSWER_VALUES),
      note: z.string().nullable(),
      by: z.string().nullable(),
      at: timeSchema,
      validUntil: timeSchema,
      expired: z.boolean(),
    })
    .nullable(),
  /** Against the run before, or since it was answered after that: for the better, for the worse; null: as it was. */
  changed: z.enum(['better', 'worse']).nullable(),
  grounds: z.array(z.string()),
  source: z
    .strictObject({ url: z.string(), checked: z.string(), confidence: z.enum(['documented', 'reported', 'assumed']) })
    .nullable(),
});
export type PostureCheck = z.infer<typeof checkSchema>;

const runSchema = z.strictObject({
  id: uuidSchema,
  at: timeSchema,
  /** Null when it ran by itself. */
  by: z.string().nullable(),
  connection: z.string().nullable(),
  good: count,
  bad: count,
  asked: count,
  unknown: count,
});

/** GET /api/v1/posture: checks in the order in which they should be seen to, runs newest first. */
export const postureSchema = z.strictObject({
  checks: z.array(checkSchema),
  runs: z.array(runSchema),
  /** Applications that can be asked. */
  applications: z.array(z.strictObject({ id: z.string(), label: z.string() })),
  weekly: z.boolean(),
  /** Days for which an answer counts. */
  answerDays: count,
});
export type Posture = z.infer<typeof postureSchema>;

/** POST /api/v1/posture/run */
export const runPostureSchema = z.strictObject({
  connection: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .nullable(),
});
export type RunPosture = z.infer<typeof runPostureSchema>;
export const ranPostureSchema = z.strictObject({ runId: uuidSchema });

/** POST /api/v1/posture/answer */
export const answerPostureSchema = z.strictObject({
  checkId: z.enum(CHECK_IDS),
  answer: z.enum(ANSWER_VALUES),
  note: z
    .string()
    .trim()
    .max(2000)
    .regex(/^[^\p{Cc}]*(?:[\n\t][^\p{Cc}]*)*$/u)
    .nullable(),
});
export type AnswerPosture = z.infer<typeof answerPostureSchema>;
export const answeredPostureSchema = z.strictObject({ validUntil: timeSchema });
