/** What the process for one file is told, and how it ends when there is no file. */
import { z } from 'zod';
import { formDocumentSchema } from '../model/form-document.ts';

export const jobSchema = z.discriminatedUnion('format', [
  /** `form` is the JSON that form.typ prints. */
  z.strictObject({
    format: z.literal('pdf'),
    form: z.string(),
    fontFolders: z.array(z.string()).readonly(),
    attachment: z.string().exactOptional(),
  }),
  /** A form that was cleaned. */
  z.strictObject({ format: z.literal('docx'), form: formDocumentSchema }),
]);
export type Job = z.infer<typeof jobSchema>;

/** Any other end but 0 is a crash. */
export const EXIT = { no_compiler: 3, rejected: 4 } as const;
