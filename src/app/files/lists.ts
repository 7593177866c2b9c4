/** Pseudonymises lists in processes of their own, as files are read. What such a process says is checked: a list could have taken it over. */
import { z } from 'zod';
import { ownBytes } from '../../base/bytes.ts';
import type { EntrepotError } from '../../base/errors.ts';
import { SECOND } from '../../base/units.ts';
import type { ListReader } from '../../classify/list-reader.ts';
import { PSEUDONYM } from '../../classify/pseudonymise/errors.ts';
import { pseudonymPreviewSchema } from '../../model/api/pseudonyms.ts';
import { pseudonymSummarySchema, reidentificationSchema } from '../../model/pseudonyms.ts';
import type { ProcessPool } from './pool.ts';
import type { ListQuestion } from './protocol.ts';

/** Somebody waits for it and sees that it is under way; 100,000 rows of four columns take some 40 seconds of processor time. */
const LONGEST = 60 * SECOND;

const previewSchema = pseudonymPreviewSchema.omit({ fileName: true });
const madeSchema = z.strictObject({
  bytes: z.instanceof(Uint8Array),
  name: z.string(),
  table: reidentificationSchema,
  summary: pseudonymSummarySchema,
});
/** Words of this program and numbers, nothing that could be content: errors are logged. */
const refusalSchema = z.strictObject({
  code: z.string(),
  details: z.record(z.string().max(20), z.union([z.number(), z.string().regex(/^[a-z._]{1,40}$/)])),
});
const answerSchema = z.union([z.strictObject({ done: z.unknown() }), z.strictObject({ refused: refusalSchema })]);

/**
 * One list at a time, so that uploads find a process meanwhile.
 *
 * @param pool - Processes that read files; one that read a list reads nothing else, because it knows the key of the table.
 * @param milliseconds - Processor time of one list.
 */
export function createListReader(pool: ProcessPool, milliseconds = LONGEST): ListReader {
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (question: Omit<ListQuestion, 'size'>, bytes: Uint8Array): Promise<unknown> => {
    const mine = last.then(() => askNow(question, bytes));
    last = mine.catch(() => undefined);
    return mine;
  };
  const askNow = async (question: Omit<ListQuestion, 'size'>, bytes: Uint8Array): Promise<unknown> => {
    const process = await pool.take();
    try {
      const reply = await process.ask({ ...question, size: bytes.length }, milliseconds, bytes);
      if (reply.kind === 'ended')
        throw reply.how === 'time' || reply.how === 'memory' ? PSEUDONYM.too_large() : PSEUDONYM.unreadable();
      const answer = answerSchema.safeParse(reply.what);
      if (!answer.success) throw PSEUDONYM.unreadable();
      if ('refused' in answer.data) throw refusal(answer.data.refused);
      return answer.data.done;
    } finally {
      pool.giveBack(process, false);
    }
  };
  return {
    preview: async (bytes, choices, key) =>
      checked(previewSchema, await ask({ list: 'preview', name: '', choices, key }, bytes)),
    make: async ({ bytes, name }, choices, key) => {
      const made = checked(madeSchema, await ask({ list: 'make', name, choices, key }, bytes));
      return { ...made, bytes: ownBytes(made.bytes) };
    },
  };
}

function checked<T>(schema: z.ZodType<T>, said: unknown): T {
  const result = schema.safeParse(said);
  if (!result.success) throw PSEUDONYM.unreadable();
  return result.data;
}

function refusal({ code, details }: z.infer<typeof refusalSchema>): EntrepotError {
  const known = Object.entries(PSEUDONYM).find(([name]) => code === `pseudonym.${name}`);
  return known === undefined ? PSEUDONYM.unreadable() : known[1](details);
}
