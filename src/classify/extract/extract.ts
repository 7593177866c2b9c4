/** Gets the text out of a file of any kind, by content. Never throws for what the bytes hold. */
import { readGzip, readTar } from './archive.ts';
import { readCompound } from './compound/compound.ts';
import type { Kind } from './kind.ts';
import { readMail, readMailbox } from './mail.ts';
import { readZip } from './ooxml.ts';
import { readPdf } from './pdf.ts';
import { readPlain } from './plain.ts';
import { readPicture } from './picture.ts';
import { readRtf } from './rtf.ts';
import {
  type Budget,
  DEFAULT_LIMITS,
  type Extraction,
  type Limits,
  type Problem,
  type ReadNested,
  type Recogniser,
  UnreadableError,
  unreadable,
} from './result.ts';
import { type Sniffed, sniff } from './sniff.ts';

/**
 * Returns the text of `bytes` and how much of it could be read.
 *
 * Input over the limit is not looked at. All parts together, nested files included, inflate to at most `inflatedBytes`.
 * `onInner` is told of the kind of each file in the file before anything of it is read, once for each kind.
 * Films, foreign archives and programs are `none` with a problem code; so are pictures without a recogniser.
 */
export async function extractText(
  bytes: Uint8Array,
  limits: Limits = DEFAULT_LIMITS,
  recogniser?: Recogniser,
  onInner?: (kind: Kind) => Promise<unknown>,
): Promise<Extraction> {
  if (bytes.length > limits.inputBytes) return unreadable('unreadable.too_large', sniff(bytes).contentType);
  const recognition = recogniser === undefined ? undefined : { recogniser, left: limits.pictures, guessed: false };
  const budget: Budget = {
    limits,
    inflatedLeft: limits.inflatedBytes,
    depthLeft: limits.depth,
    recognition,
    onInner: once(onInner),
  };
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
  const { kind, contentType } = sniff(bytes);
  if (inner.depthLeft < 0) return unreadable('unreadable.too_deep', contentType);
  await outer.onInner?.(kind);
  const result = await read(bytes, inner);
  outer.inflatedLeft = inner.inflatedLeft;
  return result;
}

function once(tell: Budget['onInner']): Budget['onInner'] {
  if (tell === undefined) return undefined;
  const told = new Set<Kind>();
  return async (kind) => {
    if (told.has(kind)) return;
    told.add(kind);
    await tell(kind);
  };
}

type Reader = (bytes: Uint8Array, budget: Budget, nested: ReadNested, contentType: string) => Promise<Extraction>;

/** What is not in here is text. */
const READERS: Readonly<Partial<Record<Kind, Reader>>> = {
  zip: readZip,
  pdf: readPdf,
  mail: readMail,
  mbox: readMailbox,
  gzip: readGzip,
  tar: readTar,
  ole: (bytes, budget, nested, contentType) => readCompound(bytes, contentType, budget, nested),
  image: (bytes, budget, _, contentType) => readPicture(bytes, contentType, budget),
};

const UNREADABLE: Readonly<Partial<Record<Kind, Problem>>> = {
  empty: 'unreadable.empty',
  sealed: 'unreadable.encrypted',
  media: 'unreadable.unknown_type',
  archive: 'unreadable.unknown_type',
  binary: 'unreadable.unknown_type',
};

async function readKind(bytes: Uint8Array, { kind, contentType }: Sniffed, budget: Budget): Promise<Extraction> {
  const problem = UNREADABLE[kind];
  if (problem !== undefined) return unreadable(problem, contentType);
  const reader = READERS[kind];
  if (reader !== undefined) return reader(bytes, budget, readNested, contentType);
  return kind === 'rtf' ? readRtf(bytes) : readPlain(bytes, kind === 'html' ? 'html' : 'text', contentType);
}
