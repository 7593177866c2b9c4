/** Property sets of compound files (MS-OLEPS): title, author, company and whatever else somebody wrote there. */
import { decodeAs } from '../code-pages.ts';
import type { Compound } from './cfb.ts';

const SETS = ['\u0005SummaryInformation', '\u0005DocumentSummaryInformation'];
const CODE_PAGE = 1;
const BYTES = 0x1e;
const WIDE = 0x1f;
const MOST = 1000;

/** Returns the texts, one a line. What is damaged there is left out: the document itself says what it is. */
export function propertyTexts(compound: Compound): string {
  return SETS.flatMap((name) => {
    try {
      const bytes = compound.find(name)?.read();
      return bytes === undefined ? [] : textsOf(bytes);
    } catch {
      return [];
    }
  }).join('\n');
}

function textsOf(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sections = Math.min(2, view.getUint32(24, true));
  const texts: string[] = [];
  for (let s = 0; s < sections; s += 1) {
    const start = view.getUint32(28 + 20 * s + 16, true);
    const count = Math.min(MOST, view.getUint32(start + 4, true));
    const places = Array.from({ length: count }, (_, i) => ({
      id: view.getUint32(start + 8 + 8 * i, true),
      at: start + view.getUint32(start + 12 + 8 * i, true),
    }));
    const page = places.find(({ id }) => id === CODE_PAGE);
    const codePage = page === undefined ? 1252 : view.getUint16(page.at + 4, true);
    for (const { at } of places) {
      const type = view.getUint32(at, true);
      if (type !== BYTES && type !== WIDE) continue;
      const length = view.getUint32(at + 4, true) * (type === WIDE ? 2 : 1);
      const text = decodeAs(type === WIDE ? 1200 : codePage, bytes.subarray(at + 8, at + 8 + length));
      texts.push(text.replace(/\0[\s\S]*$/, ''));
    }
  }
  return texts.filter((text) => text.trim() !== '');
}
