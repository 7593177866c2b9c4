/** What classifies files, with everything that it needs. */
import type { Kind } from '../../classify/extract/kind.ts';
import { DEFAULT_LIMITS } from '../../classify/extract/result.ts';
import { sniff } from '../../classify/extract/sniff.ts';
import type { FileClassifier } from '../../classify/file-classifier.ts';
import type { ListReader } from '../../classify/list-reader.ts';
import type { Config } from '../../config.ts';
import { createPictureReader } from '../../render/ocr/reader.ts';
import type { PageRenderer } from '../../render/pages/port.ts';
import { createPageRenderer } from '../../render/pages/renderer.ts';
import { createFileClassifier, FILE_LIMITS, type FileLimits, type FileRead, type Keeps } from './classifier.ts';
import { createListReader } from './lists.ts';
import { createProcessPool, type ProcessPool } from './pool.ts';

/** Uploads that are read at the same time while a list is pseudonymised; one more otherwise. */
const FILES_AT_ONCE = 2;

/**
 * After which kinds of files, and of files in them, a process reads the next one too: a file that took its process over could call later ones
 * harmless. Text has no reader that could be taken over; Office files and mails, by readers of this program in memory-safe code, only where
 * there are thousands. Pictures in them are drawn elsewhere.
 */
const KEEPS = {
  uploads: { file: new Set<Kind>(['text', 'empty']), within: new Set<Kind>() },
  many: {
    file: new Set<Kind>(['text', 'empty', 'html', 'mail', 'mbox', 'rtf', 'zip']),
    within: new Set<Kind>(['text', 'empty', 'html', 'mail', 'mbox', 'rtf', 'zip', 'image']),
  },
};

/** What is broken is what attacks look like. */
function keepsAfter({ file, within }: (typeof KEEPS)[keyof typeof KEEPS]): Keeps {
  return (bytes, { classification: { problem } }, opened) =>
    file.has(sniff(bytes).kind) && opened.isSubsetOf(within) && (problem === null || problem === 'unreadable.empty');
}

type Options = {
  readonly ocr: boolean;
  readonly pictures?: number;
  readonly atOnce?: number;
  readonly renderer?: PageRenderer;
  /** Whose files they are: `uploads` of several people, or `many` of one place. */
  readonly of?: keyof typeof KEEPS;
  /** Its own where it is left out. */
  readonly pool?: ProcessPool;
  /** Other than the usual ones, for tests. */
  readonly limits?: Partial<FileLimits>;
  readonly keeps?: Keeps;
  readonly observe?: (read: FileRead) => void;
};

/** Starts nothing before the first file. `close` ends everything that it started, the renderer included. */
export function openFileClassifier({
  ocr,
  pictures,
  atOnce = 1,
  renderer,
  of = 'many',
  limits = {},
  keeps = keepsAfter(KEEPS[of]),
  observe = () => undefined,
  pool,
}: Options): FileClassifier {
  const reader = createPictureReader();
  const pages = renderer ?? createPageRenderer();
  const most = pictures ?? DEFAULT_LIMITS.pictures;
  const given = { renderer: pages, reader, pictures: ocr ? most : 0, atOnce, keeps, limits, observe };
  const classifier = createFileClassifier(given, pool);
  return {
    classify: classifier.classify,
    close: async () => {
      await Promise.all([classifier.close(), reader.close(), pages.close()]);
    },
  };
}

/** Files of sweeps, beside those that somebody waits for. */
export function openSweepFiles(config: Config, atOnce: number): FileClassifier {
  return openFileClassifier({ ocr: config['ocr.enabled'], pictures: config['ocr.max_pages'], atOnce });
}

/** As the settings of a server say; lists are pseudonymised in the same processes. */
export function openServerFiles(
  config: Config,
  renderer: PageRenderer,
): FileClassifier & { readonly lists: ListReader } {
  const [ocr, pictures] = [config['ocr.enabled'], config['ocr.max_pages']];
  const pool = createProcessPool({ ...FILE_LIMITS, atOnce: FILES_AT_ONCE + 1 });
  const files = openFileClassifier({ ocr, pictures, renderer, of: 'uploads', pool });
  return { ...files, lists: createListReader(pool) };
}
