/** A form as data: what `render` turns into pages. Who fills it in is no matter here. */
import { z } from 'zod';
import { localeSchema } from './locale.ts';

const strings = z.array(z.string()).readonly();

/** One line of a form. `missing`: a person still has to fill it in; shown as an empty ruled line, with the hint below it. */
const fieldSchema = z
  .strictObject({
    kind: z.literal('field'),
    number: z.string().nullable(),
    label: z.string(),
    value: z.string(),
    missing: z.boolean(),
    hint: z.string().nullable(),
  })
  .readonly();

export const formBlockSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('heading'), text: z.string() }).readonly(),
  z.strictObject({ kind: z.literal('paragraph'), text: z.string() }).readonly(),
  fieldSchema,
  z.strictObject({ kind: z.literal('table'), head: strings, rows: z.array(strings).readonly() }).readonly(),
  z.strictObject({ kind: z.literal('signature'), lines: strings }).readonly(),
]);

/** Texts are plain: nothing in them is markup, a line feed is a line break. `notice` and `footer` may be empty. */
export const formDocumentSchema = z
  .strictObject({
    title: z.string(),
    subtitle: z.string().nullable(),
    /** Decides the shapes of characters and the language tag of the file. */
    locale: localeSchema,
    notice: z.string(),
    blocks: z.array(formBlockSchema).readonly(),
    footer: z.string(),
  })
  .readonly();

export type FormField = z.infer<typeof fieldSchema>;
export type FormBlock = z.infer<typeof formBlockSchema>;
export type FormDocument = z.infer<typeof formDocumentSchema>;
