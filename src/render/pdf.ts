/** Forms as PDF, typeset by Typst. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { FormDocument } from '../model/form-document.ts';
import { cleanForm } from './clean-form.ts';
import { RENDER } from './errors.ts';
import { assertGlyphs, fontFiles } from './fonts.ts';
import { pdfData } from './pdf-data.ts';
import { runJob } from './run-job.ts';

/**
 * Returns the form as PDF/UA-1: tagged, with title and language, without dates or names of people; the same form gives the
 * same bytes. Texts are data and never markup.
 *
 * Not checked: whether the form is complete or says what the law wants.
 *
 * @param attachment - JSON that is put into the file as `data.json`, where `pdfdetach` and every reader of PDF finds it.
 * @throws `render.too_large`; `render.missing_glyph` with classes and places of characters; `render.pdf_unavailable` when the
 * typesetter or a font is not installed; `render.failed`.
 */
export async function renderPdf(form: FormDocument, attachment?: string): Promise<Uint8Array> {
  const clean = cleanForm(form);
  assertCompiler();
  const fontFolders = fontFiles().map((file) => dirname(file));
  await assertGlyphs(clean);
  const attached = attachment === undefined ? {} : { attachment };
  return runJob({ format: 'pdf', form: JSON.stringify(pdfData(clean)), fontFolders, ...attached });
}

function assertCompiler(): void {
  try {
    createRequire(import.meta.url).resolve('@myriaddreamin/typst-ts-node-compiler');
  } catch (cause) {
    throw RENDER.pdf_unavailable({ what: 'compiler' }, cause);
  }
}
