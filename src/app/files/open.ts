/** What classifies files for a command, without a server. */
import type { FileClassifier } from '../../classify/file-classifier.ts';
import { DEFAULT_LIMITS } from '../../classify/extract/result.ts';
import { createPictureReader } from '../../render/ocr/reader.ts';
import { createPageRenderer } from '../../render/pages/renderer.ts';
import { createFileClassifier, type FileLimits } from './classifier.ts';

/** Starts nothing before the first file. @param limits - Other than the usual ones, for tests. */
export function openFileClassifier({
  ocr,
  limits = {},
}: {
  readonly ocr: boolean;
  readonly limits?: Partial<FileLimits>;
}): FileClassifier {
  const renderer = createPageRenderer();
  const reader = createPictureReader();
  const classifier = createFileClassifier({
    renderer,
    reader,
    pictures: ocr ? DEFAULT_LIMITS.pictures : 0,
    atOnce: 1,
    limits,
  });
  return {
    classify: classifier.classify,
    close: async () => {
      await Promise.all([classifier.close(), reader.close(), renderer.close()]);
    },
  };
}
