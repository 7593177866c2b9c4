/** Gets the text out of a file of any kind, by content. Never throws for what the bytes hold. */
import { decodeText } from './charset.ts';
import { readCompound } from './compound/compound.ts';
import { htmlText } from './html.ts';
import { readMail } from './mail.ts';
import { readZip } from './ooxml.ts';
import { readPdf } from './pdf.ts';
import { readPicture } from './picture.ts';
import { readRtf } from './rtf.ts';
import {
  type Budget,
  DEFAULT_LIMITS,
  type Extraction,
  type Limits,
  type Recogniser,
  readable,
  UnreadableError,
  unreadable,
} from './result.ts';
import { type Sniffed, sniff } from './sniff.ts';

/**
 * Returns the text of `bytes` and how much of it could be read.
 *
 * Input over the limit is not looked at. All parts together, nested files included, inflate to at most `inflatedBytes`.
 * Pictures, films, foreign archives, programs and old binary office files are `none` with a problem code.
 */
export async function extractText(
  bytes: Uint8Array,
  limits: Limits = DEFAULT_LIMITS,
  recogniser?: Recogniser,
): Promise<Extraction> {
  if (bytes.length > limits.inputBytes) return unreadable('unreadable.too_large', sniff(bytes).contentType);
  const recognition = recogniser === undefined ? undefined : { recogniser, left: limits.pictures, guessed: false };
  const budget: Budget = { limits, inflatedLeft: limits.inflatedBytes, depthLeft: limits.depth, recognition };
  const extraction = await read(bytes, budget);
  // Read wholly, but some of it is a guess: the level says so too (`classify.ts`).
  return recognition?.guessed === true && extraction.problem === null
    ? { ...extraction, problem: 'ocr.guessed' }
    : extraction;
}

async function read(bytes: Uint8Array, budget: Budget): Promise<Extraction> {
  const sniffed = sniff(bytes);
  try {
    return await readKind(bytes, sniffed, budget);
  } catch (error) {
    // INVARIANT: a reader that fails in a way nobody foresaw has not read the file.
    return unreadable(error instanceof UnreadableError ? error.problem : 'unreadable.damaged', sniffed.contentType);
  }
}

/** The nested budget shares the count of inflated bytes with the outer one. */
async function readNested(bytes: Uint8Array, outer: Budget): Promise<Extraction> {
  const inner: Budget = { ...outer, depthLeft: outer.depthLeft - 1 };
  if (inner.depthLeft < 0) return unreadable('unreadable.too_deep', sniff(bytes).contentType);
  const result = await read(bytes, inner);
  outer.inflatedLeft = inner.inflatedLeft;
  return result;
}

async function readKind(bytes: Uint8Array, { kind, contentType }: Sniffed, budget: Budget): Promise<Extraction> {
  switch (kind) {
    case 'empty':
      return unreadable('unreadable.empty', contentType);
    case 'zip':
      return readZip(bytes, budget, readNested);
    case 'pdf':
      return readPdf(bytes, budget, readNested);
    case 'mail':
      return readMail(bytes, budget, readNested);
    case 'ole':
      return readCompound(bytes, contentType, budget, readNested);
    case 'image':
      return readPicture(bytes, contentType, budget);
    case 'media':
    case 'archive':
    case 'binary':
      return unreadable('unreadable.unknown_type', contentType);
    case 'rtf':
      return readRtf(bytes);
    case 'html':
    case 'text':
      break;
  }
  return readText(bytes, kind, contentType);
}

function readText(bytes: Uint8Array, kind: 'html' | 'text', contentType: string): Extraction {
  const { text, clean } = decodeText(bytes);
  if (!clean) return readable(text, 'application/octet-stream', 'unreadable.mixed_encoding');
  return readable(kind === 'html' ? htmlText(text) : text, contentType, null);
}
