/** Reads pictures, and pages of PDF files that gave no text: by another engine where they have text after all, else by recognition. */
import type { Guess, Recogniser } from '../../classify/extract/result.ts';
import type { PictureReader } from '../../render/ocr/port.ts';
import type { OpenDocument, PageRenderer } from '../../render/pages/port.ts';

const DPI = 200;
/** Less text than this is a stamp on a scan rather than its text. */
const LITTLE_TEXT = 60;

/** @param onPicture - After each picture or page: how many of how many. */
export function createRecogniser(
  reader: PictureReader,
  renderer: PageRenderer,
  onPicture: (done: number, all: number) => void,
): Recogniser {
  let pictures = 0;
  return {
    picture: async (bytes) => {
      const guess = await reader.read(bytes);
      pictures += 1;
      onPicture(pictures, pictures + 1);
      return guess;
    },
    pages: async (pdf, numbers) => {
      const texts = new Map<number, Guess & { readonly exact: boolean }>();
      const opened = await renderer.open({ bytes: pdf, name: 'a.pdf', mediaType: 'application/pdf' });
      if (opened.kind !== 'open') return texts;
      try {
        for (const [done, number] of numbers.entries()) {
          const text = await readPage(opened.document, number, reader).catch(() => undefined);
          if (text !== undefined) texts.set(number, text);
          onPicture(done + 1, numbers.length);
        }
      } finally {
        await opened.document.close();
      }
      return texts;
    },
  };
}

async function readPage(
  document: OpenDocument,
  number: number,
  reader: PictureReader,
): Promise<(Guess & { readonly exact: boolean }) | undefined> {
  const text = await document.text(number);
  const exact = { text, confidence: 100, exact: true };
  if (text.replace(/\s/g, '').length >= LITTLE_TEXT) return exact;
  const page = { page: number, dpi: DPI, watermark: null, mark: null, format: 'png' } as const;
  const guess = reader.available() ? await reader.read((await document.page(page)).bytes) : undefined;
  if (guess === undefined || guess.text.trim() === '') return text.trim() === '' ? undefined : exact;
  return { ...guess, exact: false };
}
