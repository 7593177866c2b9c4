/** Cuts the units of a text into pieces that are labelled by themselves, so that time and memory stay bounded. */
import { SHAPE, type Tokens } from './tokens.ts';

/** From here on a piece ends with the next sentence or line. */
const ENOUGH = 40;
/** A piece ends here wherever it is. */
export const LONGEST_PIECE = 240;
const FULL_STOPS: ReadonlySet<number> = new Set([0x3002, 0xff01, 0xff1f, 0x21, 0x3f, 0xff1b, 0x3b]);

/** Returns the bounds of the pieces, first and last included. */
export function cutSequences(codes: Uint16Array, tokens: Tokens): number[] {
  const bounds = [0];
  let from = 0;
  for (let i = 0; i < tokens.length; i += 1) {
    const length = i + 1 - from;
    if (length < LONGEST_PIECE && !(length >= ENOUGH && endsPiece(codes, tokens, i))) continue;
    from = i + 1;
    bounds.push(from);
  }
  if (from < tokens.length) bounds.push(tokens.length);
  return bounds;
}

function endsPiece(codes: Uint16Array, tokens: Tokens, i: number): boolean {
  const shape = tokens.shape[i] ?? 0;
  if (shape === SHAPE.blankLine || shape === SHAPE.lineEnd) return true;
  return shape === SHAPE.sign && FULL_STOPS.has(codes[tokens.start[i] ?? 0] ?? 0);
}
