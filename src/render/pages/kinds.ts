/** What a document is: by its first bytes, and only where they say nothing by the ending of its name. A renamed file is what it was. */
import type { CannotShow } from './port.ts';
import { OFFICE_ENDINGS, type OfficeEnding } from './protocol.ts';
import type { TextKind } from './text/document.ts';

export type Kind =
  | { readonly is: 'pdf' }
  | { readonly is: 'image' }
  | { readonly is: 'zip' }
  /** The compound file of older Office programs, and of encrypted files of newer ones. */
  | { readonly is: 'compound' }
  | { readonly is: 'rtf' }
  | { readonly is: 'text'; readonly as: TextKind }
  | { readonly is: 'cannot'; readonly why: CannotShow };

/** The first bytes in hexadecimal; four bytes of size are eight dots. */
const MAGIC: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  // PNG, JPEG, GIF, WebP, TIFF of both byte orders, AVIF and HEIC.
  [/^89504e470d0a/, { is: 'image' }],
  [/^ffd8ff/, { is: 'image' }],
  [/^47494638(?:37|39)61/, { is: 'image' }],
  [/^52494646.{8}57454250/, { is: 'image' }],
  [/^(?:49492a00|4d4d002a)/, { is: 'image' }],
  [/^.{8}66747970(?:61766966|61766973|68656963|68656978|68657663|6d696631|6d736631)/, { is: 'image' }],
  // MP4 and its family, AVI and WAVE, Matroska, Ogg, FLAC, FLV, MP3, MPEG, ASF.
  [/^.{8}66747970/, { is: 'cannot', why: 'video' }],
  [/^52494646.{8}(?:41564920|57415645)/, { is: 'cannot', why: 'video' }],
  [/^1a45dfa3/, { is: 'cannot', why: 'video' }],
  [/^(?:4f676753|664c6143|464c5601|494433|ff[ef][23ab]|000001b[3a]|3026b275)/, { is: 'cannot', why: 'video' }],
  // ZIP (also empty or in pieces), compound files, RTF.
  [/^504b(?:0304|0506|0708)/, { is: 'zip' }],
  [/^d0cf11e0a1b11ae1/, { is: 'compound' }],
  [/^7b5c7274/, { is: 'rtf' }],
  // gzip, bzip2, 7z, RAR, xz, Zstandard, programs of Windows and Linux, BMP.
  [/^(?:1f8b|425a68|377abcaf|52617221|fd377a58|28b52ffd|4d5a|7f454c46|424d)/, { is: 'cannot', why: 'unsupported' }],
];
/** Beginnings that are letters as well. */
const LETTERS = /^(?:4d5a|424d|425a68|494433)/;
const LONGEST_MAGIC = 16;

/** A PDF may begin a little late. */
const PDF_WITHIN = 1024;

/** Returns what the bytes are. `name`: only for how text is laid out. */
export function kindOf(bytes: Uint8Array, name: string): Kind {
  const head = Buffer.from(bytes.subarray(0, PDF_WITHIN));
  if (head.includes('%PDF-')) return { is: 'pdf' };
  const start = head.subarray(0, LONGEST_MAGIC).toString('hex');
  const known = MAGIC.find(([pattern]) => pattern.test(start))?.[1];
  // A text that begins with such letters has no control characters.
  if (known !== undefined && !(LETTERS.test(start) && isPrintable(head))) return known;
  return { is: 'text', as: textKindOf(name) };
}

function isPrintable(head: Uint8Array): boolean {
  return head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

const TABLES = new Set(['csv', 'tsv', 'tab']);
const MARKDOWN = new Set(['md', 'markdown']);
const CODE = new Set(
  'json jsonl xml html htm xhtml svg css js mjs cjs ts tsx jsx py rb php java kt c h cc cpp hpp cs go rs sh bash ps1 bat sql yaml yml toml ini conf cfg log eml mbox vcf ics tex r lua pl swift diff patch'.split(
    ' ',
  ),
);

function textKindOf(name: string): TextKind {
  const ending = endingOf(name);
  if (TABLES.has(ending)) return 'table';
  if (MARKDOWN.has(ending)) return 'markdown';
  return CODE.has(ending) ? 'code' : 'plain';
}

/** Lower case, without the dot; empty when there is none. */
export function endingOf(name: string): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

const IMAGES = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'tif', 'tiff', 'avif', 'heic', 'heif']);
const SIMPLE = new Set<string>(['docx', 'xlsx', 'pptx', 'ods']);
const VIDEOS = new Set('mp4 m4v mov webm mkv avi mpg mpeg wmv flv 3gp mp3 m4a wav ogg oga opus flac aac'.split(' '));
const TEXTS = new Set(['txt', 'text', ...TABLES, ...MARKDOWN, ...CODE]);

export function officeEndingOf(name: string): OfficeEnding | undefined {
  const ending = endingOf(name);
  return OFFICE_ENDINGS.find((known) => known === ending);
}

/** What will probably become of a document, before anybody has its bytes. `converts`: Office files that can be converted. */
export function guessByName(
  name: string,
  mediaType: string,
  converts: readonly OfficeEnding[],
): CannotShow | undefined {
  const ending = endingOf(name);
  if (ending === 'pdf' || IMAGES.has(ending) || TEXTS.has(ending)) return undefined;
  const office = officeEndingOf(name);
  if (office !== undefined) return converts.includes(office) || SIMPLE.has(office) ? undefined : 'no_converter';
  if (VIDEOS.has(ending) || /^(?:video|audio)\//.test(mediaType)) return 'video';
  if (mediaType === 'application/pdf' || /^text\/|^image\/(?:png|jpeg|gif|webp|tiff|avif|heic)$/.test(mediaType))
    return undefined;
  return 'unsupported';
}
