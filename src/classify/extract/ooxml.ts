/** Reads what is in a ZIP: office documents (OOXML, OpenDocument) part by part, any other archive file by file. */
import { KIB } from '../../base/units.ts';
import { cachedValues, externalTargets, officeText } from './office-text.ts';
import { isPlausible, recognise } from './picture.ts';
import {
  type Budget,
  type Extraction,
  type Problem,
  type ReadNested,
  readable,
  UnreadableError,
  unreadable,
} from './result.ts';
import { dateStyles, sharedStrings, sheetText } from './sheet.ts';
import { attribute, decodeXml, walkXml } from './xml.ts';
import { openZip, type Zip, type ZipEntry } from './zip.ts';

const OOXML = 'application/vnd.openxmlformats-officedocument.';
/** Parts without text of the author. */
const NO_TEXT =
  /^(?:word\/(?:styles|stylesWithEffects|fontTable|settings|webSettings|numbering)\.xml|.*\/theme\/|xl\/(?:styles|calcChain|metadata)\.xml|\[Content_Types\]\.xml|customXml\/itemProps)/;
const PICTURE = /\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|webp|heic)$/i;
/** A document with pictures and less text than this is a scan in an office file. */
const LITTLE_TEXT = 60;

export async function readZip(bytes: Uint8Array, budget: Budget, nested: ReadNested): Promise<Extraction> {
  const zip = openZip(bytes, budget);
  const names = new Set(zip.entries.map((entry) => entry.name));
  const contentType = typeOf(names, zip);
  const state: State = {
    budget,
    nested,
    parts: [],
    problem: zip.duplicates ? 'unreadable.ambiguous' : zip.unsafeNames ? 'unreadable.unsafe_names' : null,
  };
  try {
    if (contentType === 'application/zip') await readFiles(zip, state);
    else await readDocument(zip, contentType, state);
  } catch (error) {
    if (error instanceof UnreadableError) return unreadable(error.problem, contentType);
    throw error;
  }
  const pictures =
    contentType === 'application/zip'
      ? []
      : zip.entries.filter(({ name }) => PICTURE.test(name) && !/thumbnail/i.test(name));
  const hasLittle = state.parts.join('').replace(/\s/g, '').length < LITTLE_TEXT;
  const isAllRead = await readPictures(pictures, state);
  // A document with pictures and hardly any text is a scan in an office file.
  if (hasLittle && pictures.length > 0 && !isAllRead) state.problem ??= 'unreadable.image';
  const text = state.parts.filter((part) => part !== '').join('\n');
  return readable(text, contentType, state.problem);
}

/** Smaller ones are logos, lines and bullets. */
const PICTURE_BYTES = 6 * KIB;

/** Recognises pictures of some size, the largest first. Returns whether each gave text; a large one too many is a problem. */
async function readPictures(pictures: readonly ZipEntry[], state: State): Promise<boolean> {
  const { recognition } = state.budget;
  if (recognition === undefined) return false;
  const contents = pictures.map((entry) => entry.read()).filter((bytes) => bytes.length >= PICTURE_BYTES);
  let isAllRead = contents.length > 0;
  for (const bytes of contents.sort((a, b) => b.length - a.length)) {
    if (recognition.left <= 0) {
      state.problem ??= 'unreadable.image';
      return false;
    }
    const guess = await recognise(bytes, recognition);
    if (guess !== undefined && isPlausible(guess)) state.parts.push(guess.text);
    else isAllRead = false;
  }
  return isAllRead;
}

type State = {
  readonly budget: Budget;
  readonly nested: ReadNested;
  readonly parts: string[];
  problem: Problem | null;
};

function typeOf(names: ReadonlySet<string>, zip: Zip): string {
  if (names.has('word/document.xml')) return `${OOXML}wordprocessingml.document`;
  if (names.has('xl/workbook.xml')) return `${OOXML}spreadsheetml.sheet`;
  if (names.has('ppt/presentation.xml')) return `${OOXML}presentationml.presentation`;
  if (names.has('content.xml') && names.has('mimetype')) {
    const entry = zip.entries.find((candidate) => candidate.name === 'mimetype');
    const type = entry === undefined ? '' : new TextDecoder().decode(entry.read()).trim();
    if (/^application\/vnd\.oasis\.opendocument\.[a-z-]{1,40}$/.test(type)) return type;
  }
  return 'application/zip';
}

async function readDocument(zip: Zip, contentType: string, state: State): Promise<void> {
  const find = (name: string): string | null => {
    const entry = zip.entries.find((candidate) => candidate.name === name);
    return entry === undefined ? null : decodeXml(entry.read());
  };
  const strings = sharedStrings(find('xl/sharedStrings.xml') ?? '');
  const dates = dateStyles(find('xl/styles.xml') ?? '');
  const manifest = find('META-INF/manifest.xml');
  if (manifest?.includes('encryption-data') === true) throw new UnreadableError('unreadable.encrypted');
  if (contentType.endsWith('.sheet')) state.parts.push(sheetNames(find('xl/workbook.xml') ?? ''));
  for (const entry of [...zip.entries].sort(byPart)) await readPart(entry, strings, dates, state);
}

/** Main parts first and slides by number, so that the extracted text reads as the document does. */
function byPart(a: ZipEntry, b: ZipEntry): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}

async function readPart(
  entry: ZipEntry,
  strings: readonly string[],
  dates: readonly boolean[],
  state: State,
): Promise<void> {
  const { name } = entry;
  if (NO_TEXT.test(name) || name.endsWith('/') || name === 'xl/sharedStrings.xml') return;
  if (/\/embeddings\//.test(name)) {
    await readEmbedded(entry, state);
    return;
  }
  if (name.endsWith('vbaProject.bin')) state.problem ??= 'unreadable.embedded';
  if (!/\.(?:xml|rels|vml)$/.test(name)) return;
  const xml = decodeXml(entry.read());
  if (/^xl\/worksheets\/[^/]+\.xml$/.test(name)) state.parts.push(sheetText(xml, strings, dates));
  else if (/^xl\/(?:pivotCache|externalLinks)\/[^/]+\.xml$/.test(name)) state.parts.push(cachedValues(xml));
  else if (name.endsWith('.rels')) state.parts.push(externalTargets(xml));
  else state.parts.push(officeText(xml, isAllText(name)));
}

/** Parts in which every character between tags was written by somebody. */
function isAllText(name: string): boolean {
  return (
    /^(?:docProps\/(?:core|custom)\.xml|customXml\/|xl\/(?:comments|threadedComments|persons)|content\.xml|styles\.xml|meta\.xml)/.test(
      name,
    ) && !/\/_rels\//.test(name)
  );
}

async function readEmbedded(entry: ZipEntry, state: State): Promise<void> {
  if (state.budget.depthLeft <= 0) {
    state.problem ??= 'unreadable.too_deep';
    return;
  }
  const inner = await state.nested(entry.read(), state.budget);
  state.parts.push(inner.text);
  if (inner.extracted !== 'full') state.problem ??= 'unreadable.embedded';
}

function sheetNames(xml: string): string {
  const names: string[] = [];
  walkXml(xml, {
    open: (name, attributes) => {
      if (name === 'sheet') names.push(attribute(attributes, 'name') ?? '');
    },
  });
  return names.join('\n');
}

async function readFiles(zip: Zip, state: State): Promise<void> {
  if (state.budget.depthLeft <= 0) throw new UnreadableError('unreadable.too_deep');
  for (const entry of zip.entries) {
    state.parts.push(entry.name);
    if (entry.name.endsWith('/')) continue;
    const inner = await state.nested(entry.read(), state.budget);
    state.parts.push(inner.text);
    if (inner.extracted !== 'full') state.problem ??= inner.problem ?? 'unreadable.embedded';
  }
}
