/** Text of PDF by unpdf (pdf.js). A page that draws something but gives no text counts as unread. */
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import { isPlausible } from './picture.ts';
import {
  type Budget,
  type Extraction,
  type Problem,
  type ReadNested,
  type Recognition,
  readable,
  unreadable,
} from './result.ts';

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
    return await readPages(document, bytes, budget, nested);
  } catch {
    return unreadable('unreadable.damaged', TYPE);
  } finally {
    await document.loadingTask.destroy();
  }
}

async function readPages(
  document: Document,
  bytes: Uint8Array,
  budget: Budget,
  nested: ReadNested,
): Promise<Extraction> {
  const pages = Math.min(document.numPages, budget.limits.pages);
  const { parts, unread, doubtful, blank } = await readTexts(document, pages);
  await recognisePages(bytes, parts, unread, doubtful, budget.recognition);
  let problem: Problem | null = document.numPages > budget.limits.pages ? 'unreadable.too_large' : null;
  parts.push(await metadata(document));
  for (const attached of await attachments(document)) {
    const inner = budget.depthLeft > 0 ? await nested(attached, budget) : unreadable('unreadable.too_deep', TYPE);
    parts.push(inner.text);
    if (inner.extracted !== 'full') problem ??= 'unreadable.embedded';
  }
  if (unread.size > 0 && unread.size === pages)
    return { ...unreadable('unreadable.image', TYPE), text: parts.join('\n').trim() };
  // pdf.js takes content that it cannot decode for none, and nobody sends nothing but blank pages.
  if (blank === pages) return { ...unreadable('unreadable.damaged', TYPE), text: parts.join('\n').trim() };
  return readable(parts.join('\n'), TYPE, problem ?? (unread.size > 0 ? 'unreadable.image' : null));
}

type Texts = {
  readonly parts: string[];
  /** Pages that draw something and give no text. */
  readonly unread: Set<number>;
  /** How many pages draw nothing at all. */
  blank: number;
  /** Pages with a picture and a line or two: a scan with a stamp of the program that made it, or a title page. */
  readonly doubtful: number[];
};

/** A page with a picture and less text than this may be a scan. */
const LITTLE_TEXT = 60;

async function readTexts(document: Document, pages: number): Promise<Texts> {
  const texts: Texts = { parts: [], unread: new Set(), doubtful: [], blank: 0 };
  for (let number = 1; number <= pages; number += 1) {
    const page = await document.getPage(number);
    const text = await pageText(page);
    texts.parts.push(text);
    if (text.trim().length < LITTLE_TEXT) {
      const draws = await drawn(page);
      if (text.trim() === '' && !draws.anything) texts.blank += 1;
      if (text.trim() === '' && (draws.text || draws.picture)) texts.unread.add(number);
      else if (draws.picture) texts.doubtful.push(number);
    }
    page.cleanup();
  }
  return texts;
}

/** Puts texts of pages that another engine reads, or that are recognised, in their places; these are no longer unread. */
async function recognisePages(
  bytes: Uint8Array,
  parts: string[],
  unread: Set<number>,
  doubtful: readonly number[],
  recognition: Recognition | undefined,
): Promise<void> {
  if (recognition === undefined) return;
  const wanted = [...unread, ...doubtful].sort((a, b) => a - b).slice(0, recognition.left);
  if (wanted.length === 0) return;
  for (const [number, page] of await recognition.recogniser.pages(bytes, wanted)) {
    recognition.left -= page.exact ? 0 : 1;
    if (page.exact ? page.text.trim() === '' : !isPlausible(page)) continue;
    if (!page.exact) recognition.guessed = true;
    parts[number - 1] = [parts[number - 1] ?? '', page.text].join('\n').trim();
    unread.delete(number);
  }
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

type Drawn = { readonly text: boolean; readonly picture: boolean; readonly anything: boolean };

/** What a page shows: text that gave none (a font that cannot be mapped), pictures. */
async function drawn(page: Page): Promise<Drawn> {
  const { OPS } = await getResolvedPDFJS();
  const texts = new Set<number>([OPS.showText, OPS.showSpacedText]);
  const pictures = new Set<number>([
    OPS.paintImageXObject,
    OPS.paintInlineImageXObject,
    OPS.paintImageMaskXObject,
    OPS.paintImageXObjectRepeat,
    OPS.paintImageMaskXObjectGroup,
    OPS.paintImageMaskXObjectRepeat,
    OPS.paintInlineImageXObjectGroup,
  ]);
  const { fnArray } = await page.getOperatorList();
  return {
    anything: fnArray.length > 0,
    text: fnArray.some((operation: number) => texts.has(operation)),
    picture: fnArray.some((operation: number) => pictures.has(operation)),
  };
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
