/** Forms as Word files. */
import type { FormDocument } from '../model/form-document.ts';
import { cleanForm } from './clean-form.ts';
import { runJob } from './run-job.ts';

/**
 * Returns the form as a Word file: A4, headings and tables of Word's own, page numbers, language and title set, no names or
 * dates in its properties; the same form gives the same bytes.
 *
 * Not checked: whether the reader's fonts have every character; fonts are named, not embedded. See `renderPdf`.
 *
 * @throws `render.too_large`; `render.failed`.
 */
export async function renderDocx(form: FormDocument): Promise<Uint8Array> {
  return runJob({ format: 'docx', form: cleanForm(form) });
}
