/** What is said when a table has more rows than are shown. */
import { type Block, paragraph } from './blocks.ts';

/** Said in signs rather than words: whoever looks may read any language. */
export function moreRows(shown: number): Block {
  return paragraph(`1 – ${shown} / …`, { grey: true, size: 9 });
}
