/** The permission matrix: one situation decided for every level, destination and kind of recipient (requirement S3). */
import type { Facts, RecipientKind } from '../model/facts.ts';
import type { Jurisdiction } from '../model/jurisdiction.ts';
import { type Level, LEVELS } from '../model/level.ts';
import type { Effect, Outcome } from '../model/policy-decision.ts';
import { decide } from './decide.ts';
import type { PolicyEngine } from './engine.ts';

export type MatrixPlace = { readonly dest: Jurisdiction; readonly city: string | null };
export type MatrixAxes = {
  readonly levels: readonly Level[];
  readonly places: readonly MatrixPlace[];
  readonly recipients: readonly RecipientKind[];
};
export type MatrixCell = {
  readonly level: Level;
  readonly place: MatrixPlace;
  readonly recipient: RecipientKind;
  readonly outcome: Outcome;
  readonly effect: Effect | null;
  /** Ids of the rules that object, strictest first. */
  readonly objections: readonly string[];
  readonly unknown: readonly string[];
};

const countries = 'TW SG JP KR MY TH VN PH ID IN AU NZ AE PT ES FR DE IE IT NL CH GB US CA BR MZ'.split(' ');

/** The three of the Greater Bay Area first; the mainland twice, since nine of its cities have rules of their own. */
export const MATRIX_PLACES: readonly MatrixPlace[] = [
  { dest: 'MO', city: null },
  { dest: 'HK', city: null },
  { dest: 'CN', city: 'CN-GD-ZH' },
  { dest: 'CN', city: null },
  ...countries.map((dest) => ({ dest, city: null })),
];

export const MATRIX_RECIPIENTS: readonly RecipientKind[] = [
  'controller',
  'processor',
  'group',
  'authority_foreign',
  'public',
];

export const MATRIX_AXES: MatrixAxes = { levels: LEVELS, places: MATRIX_PLACES, recipients: MATRIX_RECIPIENTS };

/** Returns the facts of one cell. */
export function cellFacts(base: Facts, level: Level, place: MatrixPlace, recipient: RecipientKind): Facts {
  const party = { ...base.recipient, type: recipient };
  return { ...base, level, dest: place.dest, dest_city: place.city, recipient: party };
}

/** Decides cell by cell, recipient after recipient, so that whoever shows it can begin before it is complete. */
export function* matrixCells(engine: PolicyEngine, base: Facts, axes: MatrixAxes): Generator<MatrixCell> {
  for (const recipient of axes.recipients) {
    for (const place of axes.places) {
      for (const level of axes.levels) {
        const { outcome, effect, objections, unknown } = decide(engine, cellFacts(base, level, place, recipient));
        yield { level, place, recipient, outcome, effect, objections: objections.map(({ ruleId }) => ruleId), unknown };
      }
    }
  }
}

/** Returns all cells. @throws `policy.bad_facts` when `base.at` is no time. */
export function decideMatrix(engine: PolicyEngine, base: Facts, axes: MatrixAxes = MATRIX_AXES): readonly MatrixCell[] {
  return [...matrixCells(engine, base, axes)];
}
