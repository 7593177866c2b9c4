/** Text of PDF by unpdf (pdf.js). A page that draws something but gives no text counts as unread. */
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import { type Budget, type Extraction, type Problem, type ReadNested, readable, unreadable } from './result.ts';

const TYPE = 'application/pdf';

type Document = Awaited<ReturnType<typeof getDocumentProxy>>;
type Page = Awaited<ReturnType<Document['getPage']>>;

export async function readPdf(bytes: Uint8Array, budget: Budget, nested: ReadNested): Promise<Extraction> {
  let document: Document;
  try {
    // pdf.js takes the buffer over, so it gets a copy. Scripts and fonts of the document are never run or shown.
    document = await getDocumentProxy(bytes.slice(), {
      disableFontFace: true,
      verbosity: 0,
      stopAtErrors: false,
    });
  } catch (error) {
    return unreadable(
      error instanceof Error && error.name === 'PasswordException' ? 'unreadable.encrypted' : 'unreadable.damaged',
      TYPE,
    );
  }
  try {
    return await readPages(document, budget, nested);
  } catch {
    return unreadable('unreadable.damaged', TYPE);
  } finally {
    await document.loadingTask.destroy();
  }
}

async function readPages(document: Document, budget: Budget, nested: ReadNested): Promise<Extraction> {
  const parts: string[] = [];
  let problem: Problem | null = document.numPages > budget.limits.pages ? 'unreadable.too_large' : null;
  let unread = 0;
  const pages = Math.min(document.numPages, budget.limits.pages);
  for (let number = 1; number <= pages; number += 1) {
    const page = await document.getPage(number);
    const text = await pageText(page);
    parts.push(text);
    if (text.trim() === '' && (await drawsSomething(page))) unread += 1;
    page.cleanup();
  }
  parts.push(await metadata(document));
  for (const attached of await attachments(document)) {
    const inner = budget.depthLeft > 0 ? await nested(attached, budget) : unreadable('unreadable.too_deep', TYPE);
    parts.push(inner.text);
    if (inner.extracted !== 'full') problem ??= 'unreadable.embedded';
  }
  if (unread > 0 && unread === pages) return { ...unreadable('unreadable.image', TYPE), text: parts.join('\n').trim() };
  return readable(parts.join('\n'), TYPE, problem ?? (unread > 0 ? 'unreadable.image' : null));
}

async function pageText(page: Page): Promise<string> {
  const parts: string[] = [];
  const content = await page.getTextContent();
  for (const item of content.items) {
    if ('str' in item) parts.push(item.str, item.hasEOL ? '\n' : '');
  }
  const annotations: unknown[] = await page.getAnnotations();
  for (const annotation of annotations) parts.push(annotationText(annotation));
  return parts.join('');
}

/** Comments, form fields and mail links. */
function annotationText(annotation: unknown): string {
  if (typeof annotation !== 'object' || annotation === null) return '';
  const values: string[] = [];
  if ('contentsObj' in annotation) values.push(stringIn(annotation.contentsObj, 'str'));
  if ('fieldValue' in annotation && typeof annotation.fieldValue === 'string') values.push(annotation.fieldValue);
  if ('url' in annotation && typeof annotation.url === 'string') values.push(annotation.url.replace(/^mailto:/, ''));
  return values
    .filter((value) => value !== '')
    .map((value) => `\n${value}`)
    .join('');
}

function stringIn(value: unknown, key: string): string {
  if (typeof value !== 'object' || value === null) return '';
  const found = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof found === 'string' ? found : '';
}

/** Whether a page without text shows text or pictures all the same: a scan, or a font that cannot be mapped. */
async function drawsSomething(page: Page): Promise<boolean> {
  const { OPS } = await getResolvedPDFJS();
  const drawing = new Set<number>([
    OPS.showText,
    OPS.showSpacedText,
    OPS.paintImageXObject,
    OPS.paintInlineImageXObject,
    OPS.paintImageMaskXObject,
    OPS.paintImageXObjectRepeat,
    OPS.paintImageMaskXObjectGroup,
    OPS.paintImageMaskXObjectRepeat,
    OPS.paintInlineImageXObjectGroup,
  ]);
  const list = await page.getOperatorList();
  return list.fnArray.some((operation: number) => drawing.has(operation));
}

async function metadata(document: Document): Promise<string> {
  const { info } = await document.getMetadata();
  return ['Title', 'Author', 'Subject', 'Keywords']
    .map((key) => stringIn(info, key))
    .filter((value) => value !== '')
    .join('\n');
}

async function attachments(document: Document): Promise<Uint8Array[]> {
  const found: unknown = await document.getAttachments();
  if (typeof found !== 'object' || found === null) return [];
  return Object.values(found).flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'content' in entry && entry.content instanceof Uint8Array
      ? [entry.content]
      : [],
  );
}
