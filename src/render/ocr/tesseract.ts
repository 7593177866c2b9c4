/**
 * The text recognition of tesseract.js without its wrapper: the same WebAssembly and language data, called in this process, so that
 * there is no thread to be lost and no code that could fetch anything.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { fileOfPackage } from '../pages/packages.ts';

export const LANGUAGES = ['eng', 'chi_tra', 'chi_sim'] as const;
export type Language = (typeof LANGUAGES)[number];

/** LSTM only: what the `best_int` data is for. */
const LSTM = 1;
const DPI = '200';
/** Page segmentation (tesseract PSM): found by itself, or one block of text. */
export const SEGMENTS = { automatic: '3', block: '6' } as const;

export type Rectangle = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};
export type Word = Rectangle & { readonly text: string; readonly confidence: number; readonly line: string };
export type Read = { readonly text: string; readonly words: readonly Word[]; readonly confidence: number };

export type ReadOptions = {
  readonly segments?: (typeof SEGMENTS)[keyof typeof SEGMENTS];
  /** Only these characters. */
  readonly only?: string;
  readonly within?: Rectangle;
};

export type Tesseract = {
  /** Angle of the lines in radians; 0 where there are none. Levels the picture that the next reads see. */
  readonly level: () => number;
  /** Puts a picture (PNG) in front of all languages. */
  readonly show: (png: Uint8Array) => void;
  readonly read: (languages: readonly Language[], options?: ReadOptions) => Read;
};

type Core = {
  readonly FS: { readonly writeFile: (name: string, data: Uint8Array) => void };
  readonly TessBaseAPI: new () => Api;
};
type Api = {
  Init: (path: null, languages: string, mode: number) => number;
  SetVariable: (name: string, value: string) => boolean;
  SetImageFile: (exif: number, angle: number) => number;
  SetRectangle: (left: number, top: number, width: number, height: number) => void;
  FindLines: () => number;
  GetGradient: () => number;
  Recognize: (monitor: null) => number;
  GetUTF8Text: () => string;
  GetTSVText: (page: number) => string;
  MeanTextConf: () => number;
};

/** Returns the file of a language, or undefined when its package is not installed. */
export function languageFile(language: Language): string | undefined {
  return fileOfPackage(`@tesseract.js-data/${language}/4.0.0_best_int/${language}.traineddata.gz`);
}

/** @throws when a package is missing, or a picture cannot be read. */
export async function loadTesseract(): Promise<Tesseract> {
  const require = createRequire(createRequire(import.meta.url).resolve('tesseract.js'));
  const start: (options: object) => Promise<Core> = require(`tesseract.js-core/${await coreName(require)}`);
  const core = await start({ TesseractProgress: () => undefined, printErr: () => undefined, print: () => undefined });
  const apis = new Map<string, Api>();
  const loaded = new Set<Language>();
  let angle = 0;
  const apiFor = (languages: readonly Language[]): Api => {
    const key = languages.join('+');
    const known = apis.get(key);
    if (known !== undefined) return known;
    for (const language of languages) {
      const file = languageFile(language);
      if (file === undefined) throw new Error('language data is missing');
      if (!loaded.has(language)) core.FS.writeFile(`${language}.traineddata`, gunzipSync(readFileSync(file)));
      loaded.add(language);
    }
    const api = new core.TessBaseAPI();
    if (api.Init(null, key, LSTM) !== 0) throw new Error('the engine does not start');
    apis.set(key, api);
    return api;
  };
  return {
    show: (png) => {
      core.FS.writeFile('/input', png);
      angle = 0;
    },
    level: () => {
      const api = apiFor(['eng', 'chi_tra']);
      if (api.SetImageFile(1, 0) !== 0) throw new Error('the picture cannot be read');
      api.FindLines();
      angle = api.GetGradient();
      return angle;
    },
    read: (languages, options = {}) => readWith(apiFor(languages), angle, options),
  };
}

/** Angles below a third of a degree are left as they are: turning costs time and sharpness. */
const LEAST_ANGLE = 0.005;

function readWith(api: Api, angle: number, { segments = SEGMENTS.automatic, only = '', within }: ReadOptions): Read {
  api.SetVariable('tessedit_pageseg_mode', segments);
  api.SetVariable('tessedit_char_whitelist', only);
  api.SetVariable('user_defined_dpi', DPI);
  if (api.SetImageFile(1, Math.abs(angle) < LEAST_ANGLE ? 0 : angle) !== 0)
    throw new Error('the picture cannot be read');
  if (within !== undefined) api.SetRectangle(within.left, within.top, within.width, within.height);
  api.Recognize(null);
  return { text: api.GetUTF8Text(), words: wordsOf(api.GetTSVText(0)), confidence: api.MeanTextConf() };
}

/** Level, page, block, paragraph, line, word, left, top, width, height, confidence, text: level 5 is a word. */
function wordsOf(table: string): Word[] {
  return table.split('\n').flatMap((row) => {
    const cells = row.split('\t');
    if (cells[0] !== '5') return [];
    const [left = 0, top = 0, width = 0, height = 0, confidence = 0] = cells.slice(6, 11).map(Number);
    return [{ left, top, width, height, confidence, text: cells[11] ?? '', line: cells.slice(1, 5).join('.') }];
  });
}

async function coreName(require: NodeJS.Require): Promise<string> {
  const { simd, relaxedSimd }: { simd: () => Promise<boolean>; relaxedSimd: () => Promise<boolean> } =
    require('wasm-feature-detect');
  if (await relaxedSimd()) return 'tesseract-core-relaxedsimd-lstm';
  return (await simd()) ? 'tesseract-core-simd-lstm' : 'tesseract-core-lstm';
}
