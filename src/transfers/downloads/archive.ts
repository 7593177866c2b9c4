/**
 * The second lock: the file in a ZIP archive of its own, encrypted by AES-256 (WinZip AE-2) with a password that goes another way. Names of
 * entries are not encrypted in ZIP, so the entry has a neutral one.
 */
import { extname } from 'node:path';
import type { Random } from '../../base/random.ts';

/** 20 digits in groups of four, 66 bits: to be read aloud and typed on a phone. */
const DIGITS = 20;

export function drawPassword(random: Random): string {
  let digits = '';
  // A byte of 250 and more is drawn again: the others are even over ten digits.
  while (digits.length < DIGITS)
    for (const byte of random(DIGITS)) if (byte < 250 && digits.length < DIGITS) digits += String(byte % 10);
  return digits.replaceAll(/\d{4}(?=\d)/g, '$&-');
}

/** Whether archives can be made here. */
export async function canLock(): Promise<boolean> {
  return (await import('@zip.js/zip.js').catch(() => undefined)) !== undefined;
}

/** Yields the archive piece by piece; its length is not known before. */
export async function* lockedArchive(
  content: AsyncIterable<Uint8Array>,
  name: string,
  password: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { configure, ZipWriter } = await import('@zip.js/zip.js');
  configure({ useWebWorkers: false });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const zip = new ZipWriter(writable, { level: 0, encryptionStrength: 3, password, lastModDate: new Date(2000, 0, 1) });
  const written = writeEntry(zip, `document${extname(name).slice(0, 12)}`, content);
  // The archive's end of the stream stays open when the content ends with a fault: who waits for more hears of it here.
  const fault = new Promise<never>((_, reject) => void written.catch(reject));
  fault.catch(() => undefined);
  const reader = readable.getReader();
  for (;;) {
    const { done, value } = await Promise.race([reader.read(), fault]);
    if (done) return;
    yield value;
  }
}

type Writer = {
  readonly add: (name: string, content: ReadableStream<Uint8Array>) => Promise<unknown>;
  readonly close: () => Promise<unknown>;
};

async function writeEntry(zip: Writer, name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  await zip.add(name, ReadableStream.from(content));
  await zip.close();
}
