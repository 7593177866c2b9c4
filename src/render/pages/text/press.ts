/** What the paginator offers to those who place things on pages. */
import type { Fonts, Script } from './fonts.ts';
import type { Line } from './lines.ts';
import type { Ink } from './sheet.ts';

/** Where the next thing goes. A page more than allowed stops the layout. */
export type Press = {
  readonly fonts: Fonts;
  readonly script: Script;
  readonly width: number;
  /** Whether that height is still free on this page. */
  readonly fits: (height: number) => boolean;
  readonly nextPage: () => void;
  /** From the top of the page, below what is there already. */
  readonly y: () => number;
  readonly advance: (height: number) => void;
  /** `x` from the left margin; the line stands on `y`. */
  readonly line: (line: Line, x: number, y: number, size: number, ink: Ink) => void;
  readonly box: (x: number, y: number, width: number, height: number, ink: Ink) => void;
};
