/** What is in one file of a sweep, by whoever classifies files elsewhere; whatever the bytes do, there is an answer. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileClassifier } from '../../../classify/file-classifier.ts';
import { COUNTING_SCORE } from '../../../classify/scan/hit.ts';
import type { LevelSettings } from '../../../classify/settings.ts';
import type { SweepItem } from '../../../model/sweep.ts';
import { LARGEST_FILE, NO_ACCESS, TOO_LARGE } from './source.ts';

export type FileResult = Omit<SweepItem, 'path' | 'size' | 'modifiedAt'>;
export type FileQuestion = {
  readonly name: string;
  readonly content: { readonly file: string } | { readonly bytes: Uint8Array };
  /** Digest of the content that was looked at before; the same content is not looked at again. */
  readonly known: string | undefined;
};
export type FileAnswer = { readonly unchanged: string } | { readonly result: FileResult };
export type FileReader = (question: FileQuestion) => Promise<FileAnswer>;

/** @param levels - Asked for each file: the organisation may change them while a sweep runs. The shipped ones where it is left out. */
export function createFileReader(classify: FileClassifier['classify'], levels?: () => LevelSettings): FileReader {
  return async ({ name, content, known }) => {
    const bytes = 'bytes' in content ? content.bytes : await readWhole(content.file);
    if (typeof bytes === 'string') return { result: unreadResult(bytes) };
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (sha256 === known) return { unchanged: sha256 };
    try {
      const { classification, chat } = await classify(
        { bytes, name },
        levels === undefined ? {} : { levels: levels() },
      );
      const { level, persons, extracted, problem, contentType, categories, findings } = classification;
      const counts: Record<string, number> = {};
      for (const { type, score, excepted } of findings)
        if (score >= COUNTING_SCORE && excepted === undefined) counts[type] = (counts[type] ?? 0) + 1;
      return { result: { sha256, level, persons, extracted, problem, contentType, categories, counts, chat } };
    } catch {
      return { result: { ...unreadResult('unreadable.damaged'), sha256 } };
    }
  };
}

/** What could not be read counts as the strictest. */
export function unreadResult(problem: string): FileResult {
  return {
    sha256: '',
    level: 'restricted',
    persons: 0,
    extracted: 'none',
    problem,
    contentType: 'application/octet-stream',
    categories: [],
    counts: {},
    chat: null,
  };
}

/** Returns the bytes, or why there are none. A link that was put in the file's place meanwhile is not followed. */
async function readWhole(path: string): Promise<Uint8Array | string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  );
  if (handle === undefined) return NO_ACCESS;
  try {
    const info = await handle.stat();
    if (!info.isFile()) return NO_ACCESS;
    if (info.size > LARGEST_FILE) return TOO_LARGE;
    return new Uint8Array(await handle.readFile());
  } catch {
    return NO_ACCESS;
  } finally {
    await handle.close();
  }
}
