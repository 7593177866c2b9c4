/** Reads pictures in a process of their own, which starts with the first picture and ends when none comes for a while. */
import { join } from 'node:path';
import { MIB, MINUTE, SECOND } from '../../base/units.ts';
import { GuardedProcess } from '../guarded-process.ts';
import { fileOfPackage } from '../pages/packages.ts';
import { noNetwork, pageProcessCommand } from '../pages/supervise/isolation.ts';
import type { PictureReader, PictureText } from './port.ts';
import { languageFile, LANGUAGES } from './tesseract.ts';

export type OcrLimits = {
  readonly bytes: number;
  /** Processor time of one picture, the start of the process included. */
  readonly milliseconds: number;
  readonly memory: number;
  readonly idle: number;
};

/** A page takes eight seconds on one core, twice that in Simplified Chinese. */
export const OCR_LIMITS: OcrLimits = { bytes: 60 * MIB, milliseconds: 60 * SECOND, memory: 900 * MIB, idle: MINUTE };

const ENTRY = join(import.meta.dirname, 'process.ts');

export function createPictureReader(limits: OcrLimits = OCR_LIMITS): PictureReader {
  let running: GuardedProcess | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const readNow = async (bytes: Uint8Array): Promise<PictureText | undefined> => {
    clearTimeout(timer);
    if (running === undefined || running.ended !== undefined)
      running = new GuardedProcess(pageProcessCommand(await noNetwork(), limits.memory, ENTRY), limits.memory);
    const reply = await running.ask(bytes.length, limits.milliseconds, bytes);
    timer = setTimeout(() => void running?.stop(), limits.idle).unref();
    return reply.kind === 'said' && isText(reply.what) ? reply.what : undefined;
  };

  return {
    available: isInstalled,
    read: (bytes) => {
      if (!isInstalled() || bytes.length > limits.bytes || bytes.length === 0) return Promise.resolve(undefined);
      const read = turn.then(() => readNow(bytes));
      turn = read.catch(() => undefined);
      return read;
    },
    close: async () => {
      clearTimeout(timer);
      await running?.stop();
    },
  };
}

function isInstalled(): boolean {
  return (
    ['tesseract.js', 'tesseract.js-core', 'sharp'].every(
      (name) => fileOfPackage(`${name}/package.json`) !== undefined,
    ) && LANGUAGES.every((language) => languageFile(language) !== undefined)
  );
}

/** A picture could have taken the process over: its answer is checked like anything from outside. */
function isText(value: unknown): value is PictureText {
  return (
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    value.text.length < LONGEST_TEXT &&
    'confidence' in value &&
    typeof value.confidence === 'number'
  );
}

const LONGEST_TEXT = 2_000_000;
