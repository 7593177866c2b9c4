/** The text of a PDF page, with a box for each character. */
import type { Box, PageText } from '../drawable.ts';
import { type Engine, heapOf, withMemory } from './engine.ts';

/** The page is asked about as if it were this many pixels wide and high: the answers are whole numbers. */
const GRID = 1_000_000;
/** Characters of one page; what is above is not found. */
const MOST = 200_000;

/** Returns the text; empty when the page cannot be opened or has none. */
export function readPageText(engine: Engine, document: number, number: number): PageText {
  const page = engine.FPDF_LoadPage(document, number);
  if (page === 0) return { text: '', boxes: [] };
  const text = engine.FPDFText_LoadPage(page);
  try {
    return text === 0 ? { text: '', boxes: [] } : charactersOf(engine, page, text);
  } finally {
    if (text !== 0) engine.FPDFText_ClosePage(text);
    engine.FPDF_ClosePage(page);
  }
}

function charactersOf(engine: Engine, page: number, text: number): PageText {
  const parts: string[] = [];
  const boxes: (Box | undefined)[] = [];
  const count = Math.min(MOST, engine.FPDFText_CountChars(text));
  withMemory(engine, 24, (at) => {
    for (let i = 0; i < count; i += 1) {
      const point = engine.FPDFText_GetUnicode(text, i);
      if (point === 0 || point > 0x10_ff_ff) continue;
      const character = String.fromCodePoint(point);
      const box = boxOf(engine, page, text, i, at);
      parts.push(character);
      for (let unit = 0; unit < character.length; unit += 1) boxes.push(box);
    }
  });
  return { text: parts.join(''), boxes };
}

/** `at`: 24 bytes; four floats of the box, or two whole numbers of a point behind them. */
function boxOf(engine: Engine, page: number, text: number, index: number, at: number): Box | undefined {
  if (!engine.FPDFText_GetLooseCharBox(text, index, at)) return undefined;
  // FS_RECTF: left, top, right, bottom.
  const view = new DataView(heapOf(engine).buffer);
  const [left, top, right, bottom] = [0, 4, 8, 12].map((offset) => view.getFloat32(at + offset, true));
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return undefined;
  const first = pointOf(engine, page, left, top, at + 16);
  const second = pointOf(engine, page, right, bottom, at + 16);
  const box: Box = [
    Math.min(first[0], second[0]),
    Math.min(first[1], second[1]),
    Math.max(first[0], second[0]),
    Math.max(first[1], second[1]),
  ];
  return box[2] > box[0] && box[3] > box[1] ? box : undefined;
}

/** From the coordinates of the file, which may be turned, to fractions of the page as it is shown. */
function pointOf(engine: Engine, page: number, x: number, y: number, at: number): readonly [number, number] {
  engine.FPDF_PageToDevice(page, 0, 0, GRID, GRID, 0, x, y, at, at + 4);
  const view = new DataView(heapOf(engine).buffer);
  const fraction = (offset: number): number => Math.min(1, Math.max(0, view.getInt32(at + offset, true) / GRID));
  return [fraction(0), fraction(4)];
}
