/** Everything that one pass over the text has found, for the detectors to look at. */
import type { FindingType } from '../../model/classification.ts';
import {
  atLabel,
  CUE_WINDOW_AFTER,
  CUE_WINDOW_BEFORE,
  type CueHit,
  type CueHits,
  EXACT,
  findCues,
  firstEndingAfter,
  hasRole,
  labels,
  NEGATIVE,
  NO_SUPPORT,
  type Support,
  supportAt,
} from './cues.ts';
import { normalise, type View } from './normalise.ts';
import { CUES, DETECTORS } from '../packs/all.ts';
import { type Candidates, findCandidates } from './runs.ts';
import { type Cell, findTables, type Tables } from './table.ts';

export type Source = {
  readonly view: View;
  readonly cues: CueHits;
  /** Labels and negative words. */
  readonly labelled: readonly CueHit[];
  readonly candidates: Candidates;
  readonly tables: Tables;
};

export function readSource(text: string): Source {
  const view = normalise(text);
  const cues = findCues(view.codes);
  const labelled = cues.of('labelled');
  return { view, cues, labelled, candidates: findCandidates(view.codes), tables: findTables(view.codes, labelled) };
}

/** Returns the cell under a header cue that contains `offset`, or null. */
export function cellAt(cells: readonly Cell[], offset: number): Cell | null {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cells[middle]?.start ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  const cell = cells[low - 1];
  return cell !== undefined && offset < cell.end ? cell : null;
}

/** Whether the label at `offset` belongs to a table, where the columns decide and not what follows. */
export function isInTable(source: Source, offset: number): boolean {
  return cellAt(source.tables.cells, offset) !== null || isInside(source.tables.heads, offset);
}

/** Support of a value by its column's header or else by the words around it, and by the link that it stands in. */
export function supportOf(source: Source, start: number, end: number, type: FindingType): Support {
  const cell = cellAt(source.tables.cells, start);
  if (cell !== null) {
    if (labels(cell.header.cue, type)) return atLabel(cell.header, type, EXACT);
    // The head of the column says what the value is; what stands in the neighbouring cells does not count.
    return hasRole(cell.header.cue, 'negative') ? { ...NO_SUPPORT, bonus: NEGATIVE } : NO_SUPPORT;
  }
  if (isInside(source.candidates.urls, start)) return { ...NO_SUPPORT, bonus: -0.3 };
  return supportAt(source.labelled, start, end, type, source.view.codes);
}

/** 1 for the words that name a number. */
const NAMES_NUMBER = Uint8Array.from(CUES, (cue) =>
  DETECTORS.some((detector) => cue.labels.has(detector.type)) ? 1 : 0,
);

/** Whether some label could support a number in `[start, end)`. */
export function isLabelNear(source: Source, start: number, end: number): boolean {
  const { labelled } = source;
  for (let i = firstEndingAfter(labelled, start - CUE_WINDOW_BEFORE - 1); i < labelled.length; i += 1) {
    const hit = labelled[i];
    if (hit === undefined || hit.start > end + CUE_WINDOW_AFTER) break;
    if (NAMES_NUMBER[hit.cue.index] === 1) return true;
  }
  return cellAt(source.tables.cells, start) !== null;
}

/** Whether `offset` lies in one of the spans, which are in order and do not overlap. */
export function isInside(spans: readonly (readonly [number, number])[], offset: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.[0] ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return offset < (spans[low - 1]?.[1] ?? -1);
}
