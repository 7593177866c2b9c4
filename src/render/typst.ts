/** Typesets a PDF with Typst. Only for the process of its own: native code, 75 KB of memory per row of a table, never given back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The empty side of the compiler's world: a folder that does not exist, so the template could read nothing even if it tried. */
const NOWHERE = join(import.meta.dirname, 'no-such-folder');

export type Typeset = { readonly pdf: Uint8Array } | { readonly refused: 'no_compiler' | 'rejected' };

/**
 * Returns the PDF of `form`, the JSON that form.typ prints. `rejected` is said without why: the compiler's messages quote the text.
 * PDF/UA-1 is strict: a missing glyph is a rejection here even when our own check had a hole.
 */
export async function typeset(
  form: string,
  fontFolders: readonly string[],
  attachment: string | undefined,
): Promise<Typeset> {
  const loaded = await import('@myriaddreamin/typst-ts-node-compiler').catch(() => undefined);
  // The package can be there and its program for this platform not.
  if (loaded === undefined) return { refused: 'no_compiler' };
  const compiler = loaded.NodeCompiler.create({ workspace: NOWHERE, fontArgs: [{ fontPaths: [...fontFolders] }] });
  const template = readFileSync(join(import.meta.dirname, 'form.typ'), 'utf8');
  const { result } = compiler.compile({
    mainFileContent: template,
    inputs: attachment === undefined ? { form } : { form, attachment },
  });
  if (result === null) return { refused: 'rejected' };
  try {
    return { pdf: compiler.pdf(result, { pdfStandard: 'ua-1' }) };
  } catch {
    return { refused: 'rejected' };
  }
}
