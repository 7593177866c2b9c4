/** A finding while it is still inside the scanner, with what may not leave it: the value's key. */
import type { Finding, FindingType } from '../../model/classification.ts';

export type Hit = {
  readonly type: FindingType;
  /** Offsets in the normalised view. */
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly check: Finding['check'];
  readonly cue: string | null;
  readonly pack: string;
  /** Of an organisation or a department rather than a person: counted, but does not raise the level. */
  readonly role: boolean;
  /** Numbers: how firmly the type is known, to choose between readings of one number. 3 by its check digit, 2 by its own label, 1 by a label of several types. */
  readonly strength?: number;
};

/** Findings below this are noise and are not reported. */
export const LEAST_SCORE = 0.3;
/** From here on a finding counts for the level, the categories and the number of persons. */
export const COUNTING_SCORE = 0.5;

export function clampScore(score: number): number {
  return Math.round(Math.min(1, Math.max(0, score)) * 100) / 100;
}
