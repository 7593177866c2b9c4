/** Entry of the process that reads pictures: no network, no files but the program's, ended at a limit of time or memory. */
import { answerQuestions } from '../guarded-child.ts';
import type { OcrAnswer } from './port.ts';
import { readPicture } from './read-picture.ts';
import { loadTesseract, type Tesseract } from './tesseract.ts';

let engine: Promise<Tesseract> | undefined;

answerQuestions(async ({ question, read }): Promise<OcrAnswer> => {
  if (typeof question !== 'number') return null;
  const bytes = await read(question);
  engine ??= loadTesseract();
  return (await readPicture(await engine, bytes)) ?? null;
});
