/** Files in compound files: Office 97-2003, Outlook messages, and encrypted Office files. */
import {
  type Budget,
  type Extraction,
  type Problem,
  type ReadNested,
  readable,
  UnreadableError,
  unreadable,
} from '../result.ts';
import { type Compound, openCompound } from './cfb.ts';
import { excelText } from './excel.ts';
import { messageText } from './message.ts';
import { powerPointText } from './powerpoint.ts';
import { propertyTexts } from './properties.ts';
import { wordText } from './word.ts';

/** Streams of encrypted packages (MS-OFFCRYPTO 2.3.4.4) and of documents under rights management. */
const ENCRYPTED = ['EncryptedPackage', '\u0009DRMContent'];
/** Storages of objects and macros, which cannot be read. */
const EMBEDDED = /^(?:ObjectPool|MBD[0-9A-F]+|Macros|_VBA_PROJECT_CUR|VBA)\//i;
/** With no more text than this, pictures are what the document is about. */
const LITTLE_TEXT = 60;
const PICTURES = 20_000;

export async function readCompound(
  bytes: Uint8Array,
  contentType: string,
  budget: Budget,
  nested: ReadNested,
): Promise<Extraction> {
  const compound = openCompound(bytes);
  const has = (path: string): boolean => compound.find(path) !== undefined;
  if (ENCRYPTED.some(has)) return unreadable('unreadable.encrypted', contentType);
  if (has('__properties_version1.0')) {
    const { text, problem } = await messageText(compound, budget, nested);
    return readable(text, 'application/vnd.ms-outlook', problem);
  }
  if (has('WordDocument')) return office(compound, 'application/msword', wordText);
  if (has('Workbook') || has('Book')) return office(compound, 'application/vnd.ms-excel', excelText);
  if (has('PowerPoint Document')) return office(compound, 'application/vnd.ms-powerpoint', powerPointText);
  return unreadable('unreadable.unknown_type', contentType);
}

function office(compound: Compound, contentType: string, read: (compound: Compound) => string): Extraction {
  let body: string;
  try {
    body = read(compound);
  } catch (error) {
    return unreadable(error instanceof UnreadableError ? error.problem : 'unreadable.damaged', contentType);
  }
  return readable(`${body}\n${propertyTexts(compound)}`, contentType, problemOf(compound, body));
}

function problemOf(compound: Compound, body: string): Problem | null {
  if (compound.streams.some(({ path }) => EMBEDDED.test(path))) return 'unreadable.embedded';
  const pictures = (compound.find('Pictures')?.size ?? 0) + (compound.find('Data')?.size ?? 0);
  return pictures > PICTURES && body.replace(/\s/g, '').length < LITTLE_TEXT ? 'unreadable.image' : null;
}
