/**
 * A version of a pack on its way in: files by path, or a ZIP archive. Everything is distrusted: paths are compared with the few that a pack
 * has and never used as paths, sizes are counted while inflating (src/classify/extract/zip.ts), texts must be UTF-8.
 */
import { fromBase64, fromUtf8 } from '../../base/bytes.ts';
import { codeOf } from '../../base/errors.ts';
import { openZip, type Zip, type ZipEntry } from '../../classify/extract/zip.ts';
import { DEFAULT_LIMITS, UnreadableError } from '../../classify/extract/result.ts';
import type { BringVersion } from '../../model/api/packs.ts';
import type { PackFiles } from '../../policy/load-pack.ts';
import type { PackProblem } from '../../policy/rule.ts';

const MOST_FILES = 60;
const MOST_BYTES = 3_000_000;
/** Left behind by file managers; nobody meant them. */
const LITTER = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/;

export type Intake =
  | { readonly outcome: 'read'; readonly files: PackFiles }
  | { readonly outcome: 'rejected'; readonly problems: readonly PackProblem[] };

/** Returns the texts by path within the pack, or why they cannot be taken. A folder around all of them is left out. */
export function readBrought(content: BringVersion['content']): Intake {
  if (content.kind === 'zip') return readArchive(content.base64);
  return takeFiles(Object.entries(content.files));
}

function readArchive(base64: string): Intake {
  try {
    const limits = { ...DEFAULT_LIMITS, entries: MOST_FILES * 2, inflatedBytes: MOST_BYTES };
    const zip = openZip(fromBase64(base64), { limits, inflatedLeft: MOST_BYTES, depthLeft: 1 });
    if (zip.unsafeNames) return rejected('a path in the archive leads outside of it');
    if (zip.duplicates) return rejected('a path stands twice in the archive');
    return takeFiles(textsOf(zip));
  } catch (error) {
    if (error instanceof UnreadableError) return rejected(WORDS[error.problem] ?? 'the archive is damaged');
    // Reading past the end of a damaged archive.
    if (error instanceof RangeError) return rejected('the archive is damaged');
    if (codeOf(error) === 'bytes.bad_utf8') return rejected('a file is not text in UTF-8');
    throw error;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  'unreadable.bomb': 'the archive holds more, or inflates to more, than a pack has',
  'unreadable.encrypted': 'the archive is encrypted',
};

function textsOf(zip: Zip): readonly (readonly [string, string])[] {
  const isFile = ({ name }: ZipEntry): boolean => !name.endsWith('/') && !LITTER.test(name);
  return zip.entries.filter(isFile).map((entry) => [entry.name, fromUtf8(entry.read())] as const);
}

function takeFiles(all: readonly (readonly [string, string])[]): Intake {
  const files = all.filter(([path]) => !LITTER.test(path));
  if (files.length === 0) return rejected('there are no files');
  if (files.length > MOST_FILES) return rejected(`more than ${MOST_FILES} files`);
  if (files.reduce((sum, [, text]) => sum + text.length, 0) > MOST_BYTES) return rejected('the files are too large');
  const unsafe = files.find(([path]) => isUnsafe(path));
  if (unsafe !== undefined) return rejected('a path leads outside of the pack');
  const folder = commonFolder(files.map(([path]) => path));
  return { outcome: 'read', files: Object.fromEntries(files.map(([path, text]) => [path.slice(folder.length), text])) };
}

function isUnsafe(path: string): boolean {
  return /[\\\0:]|^\/|(?:^|\/)\.{0,2}(?:\/|$)/.test(path) || path in Object.prototype;
}

/** The folder that an archive of a folder has around everything; empty when there is none. */
function commonFolder(paths: readonly string[]): string {
  if (paths.includes('pack.json')) return '';
  const folder = /^[^/]+\//.exec(paths[0] ?? '')?.[0] ?? '';
  return paths.every((path) => path.startsWith(folder)) ? folder : '';
}

function rejected(problem: string): Intake {
  return { outcome: 'rejected', problems: [{ file: '', rule: null, problem }] };
}
