/** What classifies files, with everything that it needs. */
import { DEFAULT_LIMITS } from '../../classify/extract/result.ts';
import type { FileClassifier } from '../../classify/file-classifier.ts';
import type { Config } from '../../config.ts';
import { createPictureReader } from '../../render/ocr/reader.ts';
import type { PageRenderer } from '../../render/pages/port.ts';
import { createPageRenderer } from '../../render/pages/renderer.ts';
import { createFileClassifier, type FileLimits } from './classifier.ts';

/** Uploads that are read at the same time. */
const FILES_AT_ONCE = 2;

type Options = {
  readonly ocr: boolean;
  readonly pictures?: number;
  readonly atOnce?: number;
  readonly renderer?: PageRenderer;
  /** Other than the usual ones, for tests. */
  readonly limits?: Partial<FileLimits>;
};

/** Starts nothing before the first file. `close` ends everything that it started, the renderer included. */
export function openFileClassifier({ ocr, pictures, atOnce = 1, renderer, limits = {} }: Options): FileClassifier {
  const reader = createPictureReader();
  const pages = renderer ?? createPageRenderer();
  const most = pictures ?? DEFAULT_LIMITS.pictures;
  const classifier = createFileClassifier({ renderer: pages, reader, pictures: ocr ? most : 0, atOnce, limits });
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

/** As the settings of a server say. */
export function openServerFiles(config: Config, renderer: PageRenderer): FileClassifier {
  const [ocr, pictures] = [config['ocr.enabled'], config['ocr.max_pages']];
  return openFileClassifier({ ocr, pictures, atOnce: FILES_AT_ONCE, renderer });
}
