/** Classifies a file: reads its text by content, then classifies the text. Kept apart from `classify.ts` for small bundles. */
import type { Classification } from '../model/classification.ts';
import { type ClassifiedPersons, type ClassifyOptions, classifyExtractedWithPersons } from './classify.ts';
import { extractText } from './extract/extract.ts';
import { DEFAULT_LIMITS, type Limits, type Recogniser } from './extract/result.ts';

export type FileToClassify = {
  readonly bytes: Uint8Array;
  /** Classified as text too; never trusted for the type, never logged. */
  readonly name?: string;
};

export type ClassifyFileOptions = Pick<ClassifyOptions, 'defaultLevel' | 'levels' | 'names'> & {
  readonly limits?: Partial<Limits>;
  /** Reads pictures and scanned pages; without it they count as unread. */
  readonly recogniser?: Recogniser;
};

export type ClassifiedFile = ClassifiedPersons & {
  /** The text that the findings' offsets belong to. Content: must not be logged, stored or sent. */
  readonly text: string;
};

/** Returns the classification of a file. Anything that cannot be read wholly is `restricted` with a `problem`. */
export async function classifyFile(file: FileToClassify, options: ClassifyFileOptions = {}): Promise<Classification> {
  return (await extractAndClassify(file, options)).classification;
}

/** Returns the classification together with the keys of the persons in the file. */
export async function classifyFileWithPersons(
  file: FileToClassify,
  options: ClassifyFileOptions = {},
): Promise<ClassifiedPersons> {
  const { classification, persons } = await extractAndClassify(file, options);
  return { classification, persons };
}

/** Returns the classification together with the extracted text, for callers that show or redact findings. */
export async function extractAndClassify(
  file: FileToClassify,
  options: ClassifyFileOptions = {},
): Promise<ClassifiedFile> {
  const extraction = await extractText(file.bytes, { ...DEFAULT_LIMITS, ...options.limits }, options.recogniser);
  const { text, extracted, problem, contentType } = extraction;
  const { limits: _, recogniser: __, ...given } = options;
  const settings: ClassifyOptions = { ...given, contentType };
  const whole = file.name === undefined ? text : withFileName(text, file.name);
  return { ...classifyExtractedWithPersons(whole, extracted, problem, settings), text: whole };
}

/** The name is classified too; it comes last, so that it moves no offset: "<identity number>.pdf" is a finding like any other. */
export function withFileName(text: string, name: string): string {
  return `${text}\n${name.replace(/\.[0-9A-Za-z]{1,5}$/, '')}`;
}
